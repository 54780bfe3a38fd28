package io.headwater.persistence.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.segment.GroupReader.RecordVisitor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** Segments over kills, failed syncs and power cuts: nothing that was synced is ever lost. */
class SegmentLogCrashPropertyTest {
  private static final int SEGMENT_BYTES = 64 * 1024;

  /** One step of a history. */
  sealed interface Step {
    /** Appends a group of about so many bytes. */
    record Append(int bytes) implements Step {}

    record Sync() implements Step {}

    /** The next sync fails; whatever it belongs to, the process is killed then. */
    record FailSync() implements Step {}

    record Kill() implements Step {}

    /** Also kills the process. */
    record PowerCut(int seed) implements Step {}

    /** Kills the process and cuts the power in the middle of the next start. */
    record PowerCutAtStart(int seed) implements Step {}

    /** The file that tells the durable position is lost in the next power cut. */
    record LoseTip() implements Step {}
  }

  /** A log and what it should hold. */
  private static final class History implements AutoCloseable {
    private final Path folder;
    private final UnreliableDisk disk;
    private @Nullable SegmentLog log;

    /** The values of the groups that the log may hold, in order. */
    private List<Long> written = new ArrayList<>();

    /** How many of them must survive. */
    private int durableCount;

    /** The durable position that the store keeps outside of the segments. */
    private long tip;

    private boolean tipIsLost;
    private long next = 1;

    History() throws IOException {
      folder = Files.createTempDirectory("headwater-segments");
      disk = new UnreliableDisk(folder);
      start(true);
    }

    /** Starts as the store does; without the last step, as one that does not come to its end. */
    private void start(boolean whole) throws IOException {
      SegmentLog opened = SegmentLog.open(disk.files(), SEGMENT_BYTES, disk);
      log = opened;
      List<Long> found = new ArrayList<>();
      var ending = opened.recover(opened.start(), group -> group.visit(new PutValues(found)));
      assertThat(ending.end()).isGreaterThanOrEqualTo(tip);
      assertThat(found).hasSizeBetween(durableCount, written.size());
      assertThat(found).isEqualTo(written.subList(0, found.size()));
      written = found;
      if (ending.torn()) {
        opened.cutTornEnd(folder.resolve("damaged").resolve("end"));
      }
      if (whole) {
        opened.settle(tip);
        confirmed();
      }
    }

    private SegmentLog log() {
      return java.util.Objects.requireNonNull(log);
    }

    private void confirmed() {
      durableCount = written.size();
      tip = log().durable();
    }

    void apply(Step step) throws IOException {
      switch (step) {
        case Step.Append(int bytes) -> attempt(() -> append(bytes));
        case Step.Sync _ ->
            attempt(() -> {
              log().force();
              confirmed();
            });
        case Step.FailSync _ -> disk.failNextSync();
        case Step.Kill _ -> restart();
        case Step.PowerCut(int seed) -> {
          cutPower(seed);
          restart();
        }
        case Step.PowerCutAtStart(int seed) -> {
          log().close();
          start(false);
          cutPower(seed);
          restart();
        }
        case Step.LoseTip _ -> tipIsLost = true;
      }
    }

    private interface Action {
      void run() throws IOException;
    }

    private void attempt(Action action) throws IOException {
      try {
        action.run();
      } catch (IOException _) {
        restart();
      }
    }

    private void append(int bytes) throws IOException {
      var buffer = new GroupBuffer();
      buffer.clear();
      byte[] value = new byte[bytes];
      new Random(next).nextBytes(value);
      buffer.put(new byte[] {1}, ByteBuffer.wrap(value).putLong(0, next).array());
      written.add(next++);
      log().append(buffer);
    }

    private void cutPower(int seed) throws IOException {
      disk.cutPower(new Random(seed));
      if (tipIsLost) {
        tip = 0;
        tipIsLost = false;
      }
    }

    private void restart() throws IOException {
      log().close();
      try {
        start(true);
      } catch (IOException e) {
        assertThat(e).hasMessage("Input/output error"); // The sync of the start fails.
        log().close();
        start(true);
      }
    }

    @Override
    public void close() throws IOException {
      log().close();
      try (var files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Collects the numbers in values. */
  private record PutValues(List<Long> found) implements RecordVisitor {
    @Override
    public void put(byte[] key, ByteBuffer value, long position) {
      found.add(value.getLong(value.position()));
    }

    @Override
    public void entry(byte[] logId, long nr, ByteBuffer bytes, long position) {}

    @Override
    public void movedEntry(byte[] logId, long nr, ByteBuffer bytes, long position) {}

    @Override
    public void forget(byte[] logId) {}

    @Override
    public void remove(byte[] key) {}

    @Override
    public void log(byte[] logId, long highestNr, long lowestNr, long position) {}
  }

  @Property(tries = 100)
  void log_anyHistory_keepsWhatWasSyncedAndAPrefix(@ForAll("histories") List<Step> steps)
      throws IOException {
    check(steps);
  }

  @Example
  void settle_unsyncedGroupsAfterAFailedSync_writesAllOfThemAgain() throws IOException {
    check(
        List.of(
            new Step.Append(9_000),
            new Step.Append(9_000),
            new Step.FailSync(),
            new Step.Sync(),
            new Step.PowerCut(1)));
  }

  @Example
  void settle_failedSyncOfAFullSegment_writesItAgain() throws IOException {
    check(
        List.of(
            new Step.Append(40_000),
            new Step.FailSync(),
            new Step.Append(40_000),
            new Step.Append(40_000),
            new Step.Sync(),
            new Step.PowerCut(1)));
  }

  @Example
  void recover_laterUnsyncedGroupsSurvivedAlone_cutsThemAll() throws IOException {
    for (int seed = 0; seed < 20; seed++) {
      check(
          List.of(
              new Step.Append(100),
              new Step.Sync(),
              new Step.Append(5_000),
              new Step.Append(5_000),
              new Step.Append(5_000),
              new Step.LoseTip(),
              new Step.PowerCutAtStart(seed),
              new Step.Append(5_000),
              new Step.Append(5_000),
              new Step.PowerCut(seed)));
    }
  }

  private static void check(List<Step> steps) throws IOException {
    try (var history = new History()) {
      for (Step step : steps) {
        history.apply(step);
      }
      history.apply(new Step.Kill());
    }
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<Integer> seeds = Arbitraries.integers();
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(10, Arbitraries.integers().between(8, 20_000).map(Step.Append::new)),
            Tuple.of(2, Arbitraries.just(new Step.Append(70_000))),
            Tuple.of(4, Arbitraries.just(new Step.Sync())),
            Tuple.of(2, Arbitraries.just(new Step.FailSync())),
            Tuple.of(2, Arbitraries.just(new Step.Kill())),
            Tuple.of(3, seeds.map(Step.PowerCut::new)),
            Tuple.of(2, seeds.map(Step.PowerCutAtStart::new)),
            Tuple.of(1, Arbitraries.just(new Step.LoseTip())))
        .list()
        .ofMaxSize(40);
  }
}
