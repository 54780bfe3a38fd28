package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.testing.DamageTrials;
import io.headwater.persistence.testing.DamageTrials.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of a long test: no damage makes the store answer something wrong. */
class DamageTest {
  private static final long SEED = 20_120_810;

  @TempDir Path folder;

  @Test
  void flips_anywhere_areRefusedOrHarmless() throws IOException {
    var trials = DamageTrials.prepare(folder, 2_000, SEED);
    var random = new SplittableRandom(SEED);
    var endings = EnumSet.noneOf(Ending.class);
    for (int i = 0; i < 60; i++) {
      var trial = trials.flipSomewhere(random);
      endings.add(trial.ending());
      assertThat(trial.groupsDropped()).as(trial.damage()).isLessThanOrEqualTo(1);
    }
    assertThat(endings).contains(Ending.REFUSED, Ending.COMPLETE, Ending.READ_REFUSED);
  }

  @Test
  void cuts_ofTheNewestSegment_areRefused() throws IOException {
    var trials = DamageTrials.prepare(folder, 1_000, SEED);
    for (long cut = 512; cut < Math.min(trials.segmentBytes(), 16 * 1024); cut += 512) {
      var cutShort = trials.cutSegment(cut);
      assertThat(cutShort.ending()).as(cutShort.damage()).isEqualTo(Ending.REFUSED);
      var wiped = trials.wipeSegment(cut);
      assertThat(wiped.ending()).as(wiped.damage()).isEqualTo(Ending.REFUSED);
    }
  }
}
