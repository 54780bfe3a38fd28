package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.TemporaryFolder;
import io.headwater.persistence.testing.DamageTrials;
import io.headwater.persistence.testing.DamageTrials.Trial;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Flips bits anywhere in a store's files, cuts its newest segment and wipes its end, one damage at
 * a time, and looks at what the next start makes of it.
 */
public final class DamageTest {
  private static final int GROUPS = 2_000;

  /** The cuts lie so far apart. */
  private static final int CUT_BYTES = 512;

  private final int flips;
  private final int cuts;
  private final long seed;
  private final PrintStream out;

  /**
   * A test that is not run yet.
   *
   * @param cuts at most; there may be less written in the log
   */
  public DamageTest(int flips, int cuts, long seed, PrintStream out) {
    this.flips = flips;
    this.cuts = cuts;
    this.seed = seed;
    this.out = out;
  }

  /** Runs all trials, prints how they ended, and answers what should not have come out. */
  public List<String> run() throws IOException {
    List<String> violations = new ArrayList<>();
    var endings = new TreeMap<String, Integer>();
    try (var folder = TemporaryFolder.create("damage")) {
      var trials = DamageTrials.prepare(folder.path(), GROUPS, seed);
      var random = new SplittableRandom(seed);
      for (int i = 0; i < flips; i++) {
        run(() -> trials.flipSomewhere(random), endings, violations);
      }
      for (int i = 1; i <= cuts && (long) i * CUT_BYTES <= trials.segmentBytes(); i++) {
        long bytes = (long) i * CUT_BYTES;
        run(() -> trials.cutSegment(bytes), endings, violations);
        run(() -> trials.wipeSegment(bytes), endings, violations);
      }
    }
    endings.forEach((ending, count) -> out.println(count + " x " + ending));
    return violations;
  }

  private interface TrialRun {
    Trial run() throws IOException;
  }

  private static void run(TrialRun run, Map<String, Integer> endings, List<String> violations)
      throws IOException {
    try {
      Trial trial = run.run();
      endings.merge(kindOfFile(trial) + ": " + trial.ending(), 1, Integer::sum);
      if (trial.groupsDropped() > 1) {
        violations.add(trial.damage() + ": " + trial.groupsDropped() + " writes dropped");
      }
    } catch (AssertionError e) {
      violations.add(String.valueOf(e.getMessage()));
    }
  }

  /** What was done to what: numbers, which differ from trial to trial, become N. */
  private static String kindOfFile(Trial trial) {
    return trial.damage().replaceAll("\\d+", "N");
  }
}
