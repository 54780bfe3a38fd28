package io.headwater.persistence.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentReaderTest {
  private static final int SEGMENT_BYTES = 512 * 1024;

  @TempDir Path directory;

  @Test
  void groupAt_groupsShorterAndLongerThanTheBuffer_areWhole() throws IOException {
    List<Integer> lengths = List.of(1, 60_000, 10_000, 200_000, 5);
    try (var log = SegmentLog.open(directory, SEGMENT_BYTES)) {
      for (int length : lengths) {
        var buffer = new GroupBuffer();
        buffer.clear();
        buffer.put(new byte[] {1}, new byte[length]);
        log.append(buffer);
      }
      log.force();
    }

    List<Integer> found = new ArrayList<>();
    try (var log = SegmentLog.openToInspect(directory)) {
      log.recover(
          log.start(),
          group -> found.add(group.body().remaining() - GroupBuffer.putBytes(new byte[1], 0)));
    }
    assertThat(found).isEqualTo(lengths);
  }

  @Test
  void groupAt_sectorThatTheDiskDoesNotRead_namesFileAndPosition() throws IOException {
    Path file = SegmentFiles.file(directory, 1);
    try (var segment = Segment.create(file, 1, SEGMENT_BYTES, FileChannel::open);
        // The memory of a process at an address that it does not use: EIO.
        var reader =
            new SegmentReader(
                segment, FileChannel.open(Path.of("/proc/self/mem"), StandardOpenOption.READ))) {
      assertThatThrownBy(() -> reader.groupAt(16))
          .isInstanceOf(SegmentDamageException.class)
          .hasMessage("File %s cannot be read at byte 16: Input/output error", file);
    }
  }
}
