package io.headwater.actors.index;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.codec.RowDamage;
import io.headwater.actors.index.FeedProgress.Parcel;
import io.headwater.actors.index.IndexPartition.Feed;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Refused;
import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexPartition.Unreadable;
import io.headwater.actors.index.SourceLog.Commits;
import io.headwater.actors.index.SourceScan.Slice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Brings what one partition of a table commits to the partitions of one index, for as long as the
 * index is fed. An index that is being filled gets the items that are there first.
 *
 * <p>It asks the index partitions where they stand, and from then on has one thing under way: it
 * reads a slice of the items or a stretch of the log, sends what concerns them, and waits until all
 * of that is durable. The scan sees items as they are at different moments; since the log is then
 * fed from before the scan, the index has at its end what it would have had by the log alone.
 *
 * <p>Once all index partitions have the log's end it has no timer, and costs nothing until the
 * partition hints at a commit. A hint that was lost is given again by {@link
 * io.headwater.actors.feed.MissedHints}.
 *
 * <p>Whatever fails, it begins again by asking, after a growing wait and without end.
 */
final class IndexFeeder extends AbstractMatchingBehavior<FeederCommand> {
  /** What is under way; a failure leads to {@link #WAITING}, from where it begins again. */
  private enum Phase {
    ASKING,
    READING,
    SENDING_SLICE,
    SENDING_COMMITS,
    IDLE,
    GATHERING,
    WAITING
  }

  private final TimerScheduler<FeederCommand> timers;
  private final FeedEnvironment environment;
  private final String source;
  private final GlobalIndex index;
  private final Runnable onBuilt;
  private final SourceLog log;
  private final SourceScan scan;
  private final ActorRef<Reply> answers;
  private final FeedSignals signals;
  private final FeedFailures failures;
  private final FeedProgress progress;
  private final FeedRound round = new FeedRound();

  private final Set<ActorRef<IndexPartition.Command>> watched = new HashSet<>();

  private Phase phase = Phase.ASKING;
  private boolean lookAgain;

  /** Whether somebody waits for what a next look brings. */
  private boolean hurry;

  private boolean tellAll;

  /** Whether the index is still to be filled from this source. */
  private boolean building;

  /** Up to which commit the index is to be fed until it is built; null while it is scanned. */
  private @Nullable Long builtAt;

  /** What is being sent. */
  private @Nullable Commits commits;

  private IndexFeeder(
      ActorContext<FeederCommand> context,
      TimerScheduler<FeederCommand> timers,
      FeedEnvironment environment,
      TableDefinition table,
      GlobalIndex index,
      String source,
      Runnable onBuilt) {
    super(context);
    context.setLoggerName(IndexFeeder.class);
    this.timers = timers;
    this.environment = environment;
    this.source = source;
    this.index = index;
    this.onBuilt = onBuilt;
    this.building = index.status() == IndexStatus.BACKFILLING;
    var changes = new IndexChanges(table, index);
    this.log = new SourceLog(environment, source, changes);
    this.scan =
        new SourceScan(
            environment.store(), table, source, changes, environment.settings().batchSize());
    this.progress =
        new FeedProgress(
            Objects.requireNonNull(index.sources().get(source)),
            index.partitions().stream().map(PartitionRange::partitionId).toList());
    this.answers = context.messageAdapter(Reply.class, FeederCommand.Answered::new);
    this.failures = new FeedFailures(environment.settings());
    var self = context.getSelf();
    this.signals =
        new FeedSignals(
            environment,
            source,
            index.number(),
            () -> self.tell(FeederCommand.Hint.INSTANCE),
            () -> self.tell(FeederCommand.Hurry.INSTANCE));
  }

  /**
   * A feeder that begins at once. It stops when the index's partitions are closed.
   *
   * @param index BACKFILLING or ACTIVE, as it is now
   * @param source a partition of the table
   * @param onBuilt run once, when a BACKFILLING index has all of this source
   */
  static Behavior<FeederCommand> create(
      FeedEnvironment environment,
      TableDefinition table,
      GlobalIndex index,
      String source,
      Runnable onBuilt) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var feeder = new IndexFeeder(context, timers, environment, table, index, source, onBuilt);
          feeder.ask();
          return feeder;
        }));
  }

  @Override
  public Behavior<FeederCommand> onMessage(FeederCommand command) {
    switch (command) {
      case FeederCommand.Hint _ -> onHint();
      case FeederCommand.Hurry _ -> onHurry();
      case FeederCommand.TellAll _ -> onTellAll();
      case FeederCommand.Gathered _ -> onGathered();
      case FeederCommand.Retry _ -> ask();
      case FeederCommand.Answered(StandsAt standing) -> onStanding(standing);
      case FeederCommand.Answered(Unreadable unreadable) -> onUnreadable(unreadable);
      case FeederCommand.Answered(Refused _) -> {
        return Behaviors.stopped();
      }
      case FeederCommand.AnswerOverdue _ -> fail("no answer from " + round.missing(), null);
      case FeederCommand.SliceRead(var slice, var failure) -> onSliceRead(slice, failure);
      case FeederCommand.EndRead(var commit, var failure) -> onEndRead(commit, failure);
      case FeederCommand.CommitsRead(var read, var failure) -> onCommitsRead(read, failure);
    }
    return this;
  }

  @Override
  public Behavior<FeederCommand> onSignal(Signal signal) {
    if (signal instanceof Terminated terminated) {
      watched.removeIf(ref -> ref.path().equals(terminated.getRef().path()));
      if (!round.isOver()) {
        // A closed one stops, and its next reply is that it is closed. Others start again.
        retryLater();
      }
    }
    if (signal instanceof PostStop) {
      signals.close();
    }
    return this;
  }

  private void onHint() {
    signals.takeHint();
    look();
  }

  private void onHurry() {
    signals.takeHurry();
    if (phase == Phase.IDLE || phase == Phase.GATHERING) {
      readCommits();
    } else {
      hurry = true;
      lookAgain = true;
    }
  }

  private void onTellAll() {
    tellAll = true;
    look();
  }

  /** Reads the log at once if nothing was fed for a while, and otherwise lets more commits come. */
  private void look() {
    if (phase != Phase.IDLE) {
      lookAgain = true;
    } else if (timers.isTimerActive(FeederCommand.Gathered.INSTANCE)) {
      gather();
    } else {
      readCommits();
    }
  }

  /** Lets more commits come: each feed costs a commit of every index partition concerned. */
  private void gather() {
    Duration gatherTime = environment.settings().gatherTime();
    if (hurry || gatherTime.isZero()) {
      readCommits();
    } else {
      waitForCommits(gatherTime);
    }
  }

  private void waitForCommits(Duration time) {
    phase = Phase.GATHERING;
    timers.startSingleTimer(FeederCommand.Gathered.INSTANCE, time);
  }

  private void onGathered() {
    if (phase == Phase.GATHERING) {
      readCommits();
    }
  }

  private void ask() {
    phase = Phase.ASKING;
    beginRound();
    for (PartitionRange range : index.partitions()) {
      round.expect(range.partitionId(), null);
      environment.indexPartition(range.partitionId()).tell(new Look(round.nr(), source, answers));
    }
  }

  private void beginRound() {
    round.begin();
    timers.startSingleTimer(
        FeederCommand.AnswerOverdue.INSTANCE, environment.settings().answerTimeout());
  }

  private void onStanding(StandsAt standing) {
    String id = standing.indexPartitionId();
    var answer = round.take(standing);
    if (answer == FeedRound.Answer.LATE) {
      return;
    }
    if (watched.add(standing.indexPartition())) {
      getContext().watch(standing.indexPartition());
    }
    progress.standsAt(id, standing.position());
    if (answer == FeedRound.Answer.ELSEWHERE) {
      fail("index partition " + id + " stands elsewhere", null);
    } else if (round.isOver()) {
      timers.cancel(FeederCommand.AnswerOverdue.INSTANCE);
      onAllAnswered();
    }
  }

  private void onUnreadable(Unreadable unreadable) {
    if (unreadable.round() == round.nr()) {
      fail("index partition " + unreadable.indexPartitionId() + " cannot read an entry", null);
    }
  }

  private void onAllAnswered() {
    if (phase == Phase.ASKING) {
      progress.known();
      tellLag(false);
    } else {
      failures.end();
    }
    var sent = commits;
    if (phase == Phase.SENDING_COMMITS && sent != null) {
      onCommitsSent(sent);
    } else {
      goOn();
    }
  }

  private void goOn() {
    if (building && !progress.isScanned()) {
      phase = Phase.READING;
      getContext().pipeToSelf(scan.read(progress.scannedTo()), FeederCommand.SliceRead::new);
    } else if (building && builtAt == null) {
      phase = Phase.READING;
      getContext().pipeToSelf(log.end(), FeederCommand.EndRead::new);
    } else {
      readCommits();
    }
  }

  private void readCommits() {
    phase = Phase.READING;
    lookAgain = false;
    hurry = false;
    getContext().pipeToSelf(log.readBehind(progress.fedThrough()), FeederCommand.CommitsRead::new);
  }

  private void onSliceRead(@Nullable Slice slice, @Nullable Throwable failure) {
    if (slice == null) {
      fail("its items cannot be read", failure);
      return;
    }
    if (!isAdmitted(false)) {
      return;
    }
    phase = Phase.SENDING_SLICE;
    send(progress.parcelsOfScan(slice.puts(), slice.next()));
  }

  private void onEndRead(@Nullable Long commit, @Nullable Throwable failure) {
    if (commit == null) {
      fail("its log cannot be read", failure);
      return;
    }
    builtAt = commit;
    readCommits();
  }

  private void onCommitsRead(@Nullable Commits read, @Nullable Throwable failure) {
    if (read == null) {
      fail("its log cannot be read", failure);
      return;
    }
    commits = read;
    phase = Phase.SENDING_COMMITS;
    var parcels = progress.parcelsOfLog(read.changes(), read.through(), tellAll || building);
    tellAll = false;
    if (parcels.isEmpty()) {
      failures.end();
      onCommitsSent(read);
    } else if (isAdmitted(true)) {
      send(parcels);
    }
  }

  /**
   * Reports whether the store accepts a write, and otherwise retries later. What is in the log is
   * accepted like a delete: it was admitted, and the log is trimmed only after it is fed.
   */
  private boolean isAdmitted(boolean freesSpace) {
    boolean admitted = environment.store().admission().accepts(freesSpace);
    if (!admitted) {
      fail("the disk is short of space", null);
    }
    return admitted;
  }

  private void send(List<Parcel> parcels) {
    beginRound();
    for (Parcel parcel : parcels) {
      round.expect(parcel.indexPartitionId(), parcel.to());
      environment
          .indexPartition(parcel.indexPartitionId())
          .tell(
              new Feed(round.nr(), source, parcel.from(), parcel.to(), parcel.changes(), answers));
    }
  }

  private void onCommitsSent(Commits sent) {
    commits = null;
    progress.fed(sent.through());
    if (building && builtAt != null && progress.durableThrough() >= builtAt) {
      building = false;
      onBuilt.run();
    }
    tellLag(sent.reachedEnd());
    if (progress.durableThrough() < progress.fedThrough()
        && !timers.isTimerActive(FeederCommand.TellAll.INSTANCE)) {
      timers.startSingleTimer(
          FeederCommand.TellAll.INSTANCE, environment.settings().progressInterval());
    }
    if (sent.heldBack().isPositive()) {
      waitForCommits(sent.heldBack());
    } else if (!sent.reachedEnd()) {
      readCommits();
    } else if (lookAgain) {
      gather();
    } else {
      phase = Phase.IDLE;
      timers.startSingleTimer(FeederCommand.Gathered.INSTANCE, environment.settings().gatherTime());
    }
  }

  /** An index that is being filled may be behind as far as it likes. */
  private void tellLag(boolean logEnded) {
    if (!building) {
      signals.tellFedThrough(progress.fedThrough(), logEnded);
    }
  }

  /** Logs one line for consecutive failures. */
  private void fail(String what, @Nullable Throwable failure) {
    if (failures.isFirstToLog()) {
      getContext()
          .getLog()
          .warn(
              "Index {} waits for partition {}: {}",
              index.name(),
              source,
              what,
              failure == null ? null : RowDamage.named(failure).getCause());
    }
    retryLater();
  }

  private void retryLater() {
    timers.cancel(FeederCommand.AnswerOverdue.INSTANCE);
    round.end();
    commits = null;
    phase = Phase.WAITING;
    timers.startSingleTimer(FeederCommand.Retry.INSTANCE, failures.countAndBackOff());
  }
}
