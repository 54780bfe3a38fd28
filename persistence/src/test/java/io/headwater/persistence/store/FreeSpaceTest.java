package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
  private static final Path DIRECTORY = Path.of("data");

  private long freeBytes;

  @Test
  void isEnough_followsTheDisk() {
    var space = new FreeSpace(DIRECTORY, () -> freeBytes, 100);

    freeBytes = 100;
    assertThat(space.isEnough()).isTrue();
    freeBytes = 99;
    assertThat(space.isEnough()).isFalse();
    freeBytes = 101;
    assertThat(space.isEnough()).isTrue();
  }

  @Test
  void isEnough_diskCannotSay_isFalse() {
    var space =
        new FreeSpace(
            DIRECTORY,
            () -> {
              throw new IOException("gone");
            },
            0);

    assertThat(space.isEnough()).isFalse();
  }

  @Test
  void acceptsWrites_realDisk_dependsOnTheSetting(@TempDir Path directory) {
    try (var store = SegmentStore.open(TestSettings.with(directory, Map.of("min-free-space", 0)))) {
      assertThat(store.acceptsWrites()).isTrue();
    }
    try (var store =
        SegmentStore.open(TestSettings.with(directory, Map.of("min-free-space", Long.MAX_VALUE)))) {
      assertThat(store.acceptsWrites()).isFalse();
    }
  }
}
