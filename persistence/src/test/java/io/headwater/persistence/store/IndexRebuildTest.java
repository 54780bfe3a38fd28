package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.persistence.store.IndexRecovery.RebuildStep;
import io.headwater.persistence.store.RebuildTrials.Cause;
import io.headwater.persistence.store.RebuildTrials.Kill;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An interrupted rebuild of the index is never taken for a complete one. */
class IndexRebuildTest {
  private static final long SEED = 20_120_810;
  private static final int GROUPS = 100;

  @TempDir Path folder;

  private Path directory = Path.of("");
  private RebuildTrials trials;

  @BeforeEach
  void fill() {
    directory = folder.resolve("data");
    trials = RebuildTrials.fill(directory, GROUPS);
  }

  @Test
  void open_indexBehindItsCheckpoint_isRebuilt() throws IOException {
    trials.rebuildPartially(GROUPS / 2);

    trials.requireComplete();
  }

  @Test
  void open_rebuildKilledAtEachTable_holdsEverything() throws IOException {
    int tables = 0;
    boolean killed = true;
    while (killed) {
      trials.makeUnusable(Cause.INDEX_LOST);
      killed = trials.startAndKill(killAtTable(++tables));
      trials.requireComplete();
    }
    assertThat(tables).isGreaterThan(10);
  }

  /** Kills when so many tables have been written. */
  private Consumer<RebuildStep> killAtTable(int count) {
    Set<Path> seen = new HashSet<>();
    return step -> {
      if (step == RebuildStep.GROUP_APPLIED) {
        try (var tables = Files.newDirectoryStream(trials.database(), "*.{sst,ldb}")) {
          tables.forEach(seen::add);
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        if (seen.size() >= count) {
          throw new Kill();
        }
      }
    };
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void open_rebuildKilledAtEachStep_holdsEverything(Cause cause) throws IOException {
    for (RebuildStep last : RebuildStep.values()) {
      trials.makeUnusable(cause);
      boolean killed =
          trials.startAndKill(step -> {
            if (step == last) {
              throw new Kill();
            }
          });
      assertThat(killed).as("%s", last).isTrue();
      trials.requireComplete();
    }
  }

  @Test
  void open_rebuildKilledAgainAndAgain_holdsEverything() throws IOException {
    var random = new SplittableRandom(SEED);
    trials.makeUnusable(Cause.OTHER_FORMAT);
    for (int i = 0; i < 30; i++) {
      int[] steps = {random.nextInt(GROUPS)};
      trials.startAndKill(_ -> {
        if (steps[0]-- == 0) {
          throw new Kill();
        }
      });
    }
    trials.requireComplete();
    try (var copies = Files.list(directory.resolve("damaged"))) {
      assertThat(copies).containsExactly(directory.resolve("damaged").resolve("leveldb-1"));
    }
  }

  @Test
  void open_rebuildKilledBeforeItsCheckpoint_isRepeated() throws IOException {
    trials.makeUnusable(Cause.INDEX_LOST);
    trials.requireComplete();
    trials.markRebuildBegun();

    trials.requireComplete();
  }

  @Test
  void open_remainderOfARebuildDamaged_isReplaced() throws IOException {
    trials.makeUnusable(Cause.INDEX_LOST);
    trials.startAndKill(killAtTable(2));
    Files.writeString(trials.database().resolve("CURRENT"), "damaged");

    trials.requireComplete();
  }

  @Test
  void open_powerCutThatUndidOnlyTheMoveOfTheOldIndex_isRebuilt() throws IOException {
    trials.makeUnusable(Cause.OTHER_FORMAT);
    trials.markRebuildBegun();

    trials.requireComplete();
  }

  @Test
  void open_rebuildInterruptedAndOldestSegmentGone_isRefused() throws IOException {
    trials.markRebuildBegun();
    Files.delete(StoreFiles.segment(directory, 1));

    assertThatThrownBy(trials::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageStartingWith("Segment 1 and what follows up to 1 are missing");
  }

  @Test
  void open_rebuildInterruptedAndNewestSegmentGone_isRefused() throws IOException {
    trials.markRebuildBegun();
    Files.delete(directory.resolve("tip"));
    Files.delete(StoreFiles.segment(directory, newestSegment()));

    assertThatThrownBy(trials::open)
        .isInstanceOf(StoreOpenException.class)
        .hasMessageContaining("lost its end, with confirmed writes");
  }

  @Test
  void open_killedBetweenTwoSegments_keepsTheIndex() throws IOException {
    Path newest = StoreFiles.segment(directory, newestSegment());
    int end = Math.toIntExact(StoreFiles.contentBytes(newest));
    ByteBuffer endOfSegment = ByteBuffer.allocate(24).putInt(8, newestSegment()).putInt(12, end);
    endOfSegment.putInt(16, newestSegment()).putInt(20, end);
    var crc = new CRC32C();
    crc.update(endOfSegment.array(), 4, 20);
    endOfSegment.putInt(0, (int) crc.getValue());
    try (var file = new RandomAccessFile(newest.toFile(), "rw")) {
      file.seek(end);
      file.write(endOfSegment.array());
    }

    trials.requireComplete();
    trials.requireComplete();

    assertThat(directory.resolve("damaged")).doesNotExist();
  }

  private int newestSegment() throws IOException {
    int number = 1;
    while (Files.exists(StoreFiles.segment(directory, number + 1))) {
      number++;
    }
    return number;
  }
}
