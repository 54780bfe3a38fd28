package io.headwater.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PieceBufferTest {
  @Test
  void write_anyLengths_keepsAllBytesInOrder() {
    var random = new Random(20_120_810);
    var bytes = new byte[1_000_000];
    random.nextBytes(bytes);
    var buffer = new PieceBuffer(_ -> {});
    for (int i = 0; i < bytes.length; ) {
      int length = Math.min(bytes.length - i, random.nextInt(200_000) * random.nextInt(2));
      buffer.write(bytes, i, length);
      i += length;
      if (i < bytes.length) {
        buffer.write(bytes[i]);
        i++;
      }
      assertThat(buffer.size()).isEqualTo(i);
    }

    assertThat(buffer.toByteString().toArray()).isEqualTo(bytes);
  }

  @Test
  void write_byteByByte_reservesFewPiecesAndNoneOfOver64KiB() {
    var lengths = new ArrayList<Long>();
    var buffer = new PieceBuffer(lengths::add);
    for (int i = 0; i < 300_000; i++) {
      buffer.write(i);
    }

    assertThat(lengths).hasSizeLessThan(24).allMatch(length -> length <= 64 * 1024);
    assertThat(lengths.stream().mapToLong(Long::longValue).sum()).isBetween(300_000L, 400_000L);
  }

  @Test
  void write_pieceIsRefused_keepsWhatWasThere() {
    var refusal = new IllegalStateException("No memory");
    var buffer =
        new PieceBuffer(length -> {
          if (length > 10) {
            throw refusal;
          }
        });
    buffer.write(new byte[] {1, 2, 3}, 0, 3);

    assertThatThrownBy(() -> buffer.write(new byte[100], 0, 100)).isSameAs(refusal);
    assertThat(buffer.toByteString().toArray()).containsExactly(1, 2, 3);
  }
}
