package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.testing.TestSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeSpaceTest {
  private static final Path DIRECTORY = Path.of("data");
  private static final long MEBIBYTE = 1024 * 1024;
  private static final SpaceLimits LIMITS = new SpaceLimits(100, 110, 50, 30);

  private long freeBytes;

  private final FreeSpace space = new FreeSpace(DIRECTORY, () -> freeBytes, LIMITS);

  @Test
  void admission_lessAndLessSpace_endsWithFreeingWritesAndThenTheCompaction() {
    assertThat(admissionWith(100)).isEqualTo(Admission.ALL);
    assertThat(admissionWith(99)).isEqualTo(Admission.FREEING_ONLY);
    assertThat(admissionWith(50)).isEqualTo(Admission.FREEING_ONLY);
    assertThat(admissionWith(49)).isEqualTo(Admission.NONE);
    assertThat(space.allowsCompaction()).isTrue();
    freeBytes = 29;
    assertThat(space.allowsCompaction()).isFalse();
  }

  @Test
  void admission_spaceAgain_acceptsAllOnlyBeyondTheLimit() {
    admissionWith(0);

    assertThat(admissionWith(50)).isEqualTo(Admission.FREEING_ONLY);
    assertThat(admissionWith(109)).isEqualTo(Admission.FREEING_ONLY);
    assertThat(admissionWith(110)).isEqualTo(Admission.ALL);
    assertThat(admissionWith(100)).isEqualTo(Admission.ALL);
  }

  @Test
  void admission_spaceGetsShort_notifiesOnce() {
    var shortages = new AtomicInteger();
    space.onShortage(shortages::incrementAndGet);

    admissionWith(99);
    admissionWith(0);
    admissionWith(99);
    assertThat(shortages).hasValue(1);

    admissionWith(110);
    admissionWith(0);
    assertThat(shortages).hasValue(2);
  }

  @Test
  void admission_diskCannotSay_isNone() {
    var unknown =
        new FreeSpace(
            DIRECTORY,
            () -> {
              throw new IOException("gone");
            },
            new SpaceLimits(0, 0, 0, 0));

    assertThat(unknown.admission()).isEqualTo(Admission.NONE);
    assertThat(unknown.allowsCompaction()).isFalse();
  }

  @Test
  void limits_defaults_leaveEachKindOfWriteItsSpace(@TempDir Path directory) {
    assertThat(SpaceLimits.of(TestSettings.in(directory)))
        .isEqualTo(new SpaceLimits(512 * MEBIBYTE, 544 * MEBIBYTE, 320 * MEBIBYTE, 192 * MEBIBYTE));
  }

  @Test
  void limits_smallSetting_areOrderedBelowIt(@TempDir Path directory) {
    var settings = TestSettings.with(directory, Map.of("min-free-space", 16 * MEBIBYTE));

    assertThat(SpaceLimits.of(settings))
        .isEqualTo(new SpaceLimits(16 * MEBIBYTE, 17 * MEBIBYTE, 10 * MEBIBYTE, 6 * MEBIBYTE));
  }

  @Test
  void limits_largestSetting_doNotOverflow(@TempDir Path directory) {
    var settings = TestSettings.with(directory, Map.of("min-free-space", Long.MAX_VALUE));

    assertThat(SpaceLimits.of(settings).resumeBytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void admission_realDisk_dependsOnTheSetting(@TempDir Path directory) {
    try (var store = SegmentStore.open(TestSettings.with(directory, Map.of("min-free-space", 0)))) {
      assertThat(store.admission()).isEqualTo(Admission.ALL);
    }
    try (var store =
        SegmentStore.open(TestSettings.with(directory, Map.of("min-free-space", Long.MAX_VALUE)))) {
      assertThat(store.admission()).isEqualTo(Admission.FREEING_ONLY);
    }
  }

  private Admission admissionWith(long bytes) {
    freeBytes = bytes;
    return space.admission();
  }
}
