package io.headwater.actors.feed;

import io.headwater.actors.codec.IntactRows;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.partition.PartitionState;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Gives listeners of partitions' commits the hints that they did not get: a partition on another
 * node gives none here, and one that stops between a commit and its hint gives none at all.
 *
 * <p>Once in an interval it goes through the state rows of all partitions, a slice at a time, and
 * hints at those whose last commit is another than in the round before. So what reads a log needs
 * no timer of its own while there is nothing to read.
 */
public final class MissedHints extends AbstractMatchingBehavior<MissedHints.Command> {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int SLICE_ROWS = 1_000;

  /** {@link Stop}, and messages that it sends to itself. */
  public sealed interface Command {}

  /** Asks for no further hint, because this node is going down. */
  public enum Stop implements Command {
    INSTANCE
  }

  private enum NextSlice implements Command {
    INSTANCE
  }

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  private record SliceRead(
      Map<String, Long> lastCommits, byte @Nullable [] lastKey, @Nullable Throwable failure)
      implements Command {}

  private final TimerScheduler<Command> timers;
  private final IntactRows rows;
  private final StoreChangeFeed feed;

  /** Of partitions with listeners, as of the last round. */
  private Map<String, Long> lastCommits = new HashMap<>();

  /** The same, as far as this round has come. */
  private Map<String, Long> newLastCommits = new HashMap<>();

  private KeyRange rest = RowKeys.partitionStates();

  private MissedHints(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Store store,
      StoreChangeFeed feed) {
    super(context);
    this.timers = timers;
    this.rows = new IntactRows(store, "The feed of commits");
    this.feed = feed;
    timers.startSingleTimer(NextSlice.INSTANCE, INTERVAL);
  }

  public static Behavior<Command> create(Store store, StoreChangeFeed feed) {
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new MissedHints(context, timers, store, feed)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    switch (command) {
      case NextSlice _ -> readSlice();
      case SliceRead read -> onSliceRead(read);
      case Stop _ -> {
        return Behaviors.stopped();
      }
    }
    return this;
  }

  private void readSlice() {
    var slice = new Slice();
    getContext()
        .pipeToSelf(
            rows.scan(rest, slice::row),
            (_, failure) -> new SliceRead(slice.lastCommits, slice.lastKey, failure));
  }

  private final class Slice {
    final Map<String, Long> lastCommits = new HashMap<>();
    byte @Nullable [] lastKey;
    private int rows;

    boolean row(byte[] key, byte[] value) {
      String partitionId = RowKeys.partitionId(key);
      if (feed.hasListener(partitionId)) {
        lastCommits.put(partitionId, PartitionState.lastCommitOf(value));
      }
      rows++;
      lastKey = rows == SLICE_ROWS ? key : null;
      return rows < SLICE_ROWS;
    }
  }

  private void onSliceRead(SliceRead read) {
    if (read.failure() != null) {
      getContext()
          .getLog()
          .warn("Cannot read the states of partitions; retrying in {}", INTERVAL, read.failure());
      endRound();
      return;
    }
    read.lastCommits()
        .forEach((partitionId, commit) -> {
          if (!Objects.equals(lastCommits.get(partitionId), commit)) {
            feed.committed(partitionId, commit);
          }
        });
    newLastCommits.putAll(read.lastCommits());
    if (read.lastKey() == null) {
      endRound();
    } else {
      rest = new KeyRange(KeyRange.successorOf(read.lastKey()), RowKeys.partitionStates().to());
      timers.startSingleTimer(NextSlice.INSTANCE, PAUSE);
    }
  }

  private void endRound() {
    lastCommits = newLastCommits;
    newLastCommits = new HashMap<>();
    rest = RowKeys.partitionStates();
    timers.startSingleTimer(NextSlice.INSTANCE, INTERVAL);
  }
}
