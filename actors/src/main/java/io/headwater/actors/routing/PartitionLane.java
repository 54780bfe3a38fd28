package io.headwater.actors.routing;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Partition.Apply;
import io.headwater.actors.partition.Partition.ApplyReply;
import io.headwater.actors.partition.Partition.ApplyReply.Applied;
import io.headwater.actors.partition.Partition.ApplyReply.NotOpen;
import io.headwater.actors.partition.Partition.ApplyReply.Taken;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.persistence.store.Admission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.jspecify.annotations.Nullable;

/**
 * This node's way to one partition: keeps one batch under way and gathers what arrives meanwhile
 * into the next. When idle a write goes on at once; there is no timer to wait for.
 *
 * <p>Every write is answered: by its result, or by "outcome unknown" (500) when the partition stops
 * with the batch under way or does not answer in time. A late answer to such a batch is dropped.
 */
final class PartitionLane extends AbstractMatchingBehavior<PartitionLane.Command> {

  sealed interface Command {}

  /** A write whose place was taken in the quota. */
  record Enqueue(Write write, int costBytes, CompletableFuture<WriteResult> result)
      implements Command {}

  private record Answered(ApplyReply reply) implements Command {}

  private record BatchTimedOut(long batchNr) implements Command {}

  /** Refuses writes from now on, and stops after a while: the partition's table is gone. */
  enum Close implements Command {
    INSTANCE
  }

  /** Ends a lane whose partition is closed. */
  private enum Retire implements Command {
    INSTANCE
  }

  private final TimerScheduler<Command> timers;
  private final EntityRef<Partition.Command> partition;
  private final RoutingSettings settings;
  private final LaneQuota quota;
  private final Supplier<Admission> admission;
  private final Runnable onClosed;
  private final ActorRef<ApplyReply> answers;

  private final ArrayDeque<Enqueue> waiting = new ArrayDeque<>();
  private List<Enqueue> underWay = List.of();
  private long batchNr;
  private @Nullable ActorRef<Partition.Command> watched;

  /** Set when the partition is closed: writes that were on their way to this lane get it. */
  private @Nullable DynamoDbError closedError;

  private PartitionLane(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      EntityRef<Partition.Command> partition,
      RoutingSettings settings,
      LaneQuota quota,
      Supplier<Admission> admission,
      Runnable onClosed) {
    super(context);
    this.timers = timers;
    this.partition = partition;
    this.settings = settings;
    this.quota = quota;
    this.admission = admission;
    this.onClosed = onClosed;
    this.answers = context.messageAdapter(ApplyReply.class, Answered::new);
  }

  /**
   * Makes a lane.
   *
   * @param admission called before each batch; what it does not accept is refused (500)
   * @param onClosed run when the partition turned out to be closed; the lane stops after it
   */
  static Behavior<Command> create(
      EntityRef<Partition.Command> partition,
      RoutingSettings settings,
      LaneQuota quota,
      Supplier<Admission> admission,
      Runnable onClosed) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new PartitionLane(context, timers, partition, settings, quota, admission, onClosed)));
  }

  @Override
  public Behavior<Command> onMessage(Command command) {
    return switch (command) {
      case Enqueue enqueue -> onEnqueue(enqueue);
      case Answered(Taken taken) -> onTaken(taken);
      case Answered(Applied applied) -> onApplied(applied);
      case Answered(NotOpen notOpen) -> onNotOpen(notOpen);
      case BatchTimedOut(long nr) -> nr == batchNr ? failBatch() : this;
      case Close _ -> onClose();
      case Retire _ -> Behaviors.stopped();
    };
  }

  @Override
  public Behavior<Command> onSignal(Signal signal) {
    if (signal instanceof Terminated terminated && isWatched(terminated)) {
      watched = null;
      return failBatch();
    }
    if (signal instanceof PostStop) {
      answerAll(underWay, DynamoDbError.internal());
      answerAll(waiting, DynamoDbError.internal());
    }
    return this;
  }

  private boolean isWatched(Terminated terminated) {
    return watched != null && terminated.getRef().path().equals(watched.path());
  }

  private Behavior<Command> onEnqueue(Enqueue enqueue) {
    if (closedError != null) {
      answerAll(List.of(enqueue), closedError);
      return this;
    }
    waiting.add(enqueue);
    sendNext();
    return this;
  }

  private Behavior<Command> onTaken(Taken taken) {
    if (!taken.partition().equals(watched)) {
      if (watched != null) {
        getContext().unwatch(watched);
      }
      watched = taken.partition();
      getContext().watch(watched);
    }
    return this;
  }

  private Behavior<Command> onApplied(Applied applied) {
    if (applied.batchNr() != batchNr || underWay.isEmpty()) {
      return this;
    }
    var answered = underWay.subList(0, applied.results().size());
    var rest = underWay.subList(answered.size(), underWay.size());
    rest.reversed().forEach(waiting::addFirst); // It stays before what came later.
    endBatch(answered);
    quota.learnFrom(applied.results());
    sendNext(); // Before the answers: the partition works on while the clients are served.
    for (int i = 0; i < answered.size(); i++) {
      answered.get(i).result().complete(applied.results().get(i));
    }
    return this;
  }

  private Behavior<Command> onNotOpen(NotOpen notOpen) {
    if (notOpen.batchNr() != batchNr || underWay.isEmpty()) {
      return this;
    }
    onClosed.run();
    answerAll(underWay, onClosing());
    underWay = List.of();
    return this;
  }

  /** The partition still replies to the batch in flight. */
  private Behavior<Command> onClose() {
    onClosing();
    return this;
  }

  /** Returns what writes get from now on. Those on their way get it until the lane stops. */
  private DynamoDbError onClosing() {
    var error = DynamoDbError.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found");
    answerAll(waiting, error);
    waiting.clear();
    closedError = error;
    timers.startSingleTimer(Retire.INSTANCE, settings.batchTimeout());
    return error;
  }

  /** Nobody knows whether the batch under way was stored. */
  private Behavior<Command> failBatch() {
    var failed = underWay;
    endBatch(failed);
    answerAll(failed, DynamoDbError.internal());
    sendNext();
    return this;
  }

  private void endBatch(List<Enqueue> ended) {
    timers.cancel(batchNr);
    giveBack(ended);
    underWay = List.of();
  }

  private void sendNext() {
    if (!underWay.isEmpty() || waiting.isEmpty()) {
      return;
    }
    refuseSome(admission.get());
    if (waiting.isEmpty()) {
      return;
    }
    var batch = new ArrayList<Enqueue>();
    var writes = new ArrayList<Write>();
    long costBytes = 0;
    while (!waiting.isEmpty() && batch.size() < settings.maxBatchWrites()) {
      costBytes += waiting.peek().costBytes();
      if (!batch.isEmpty() && costBytes > settings.maxBatchBytes()) {
        break;
      }
      var enqueue = waiting.remove();
      batch.add(enqueue);
      writes.add(enqueue.write());
    }
    underWay = batch;
    batchNr++;
    timers.startSingleTimer(batchNr, new BatchTimedOut(batchNr), settings.batchTimeout());
    partition.tell(new Apply(batchNr, writes, answers));
  }

  /** Refuses what waits and is not admitted; the rest keeps its order. */
  private void refuseSome(Admission admitted) {
    if (admitted == Admission.ALL) {
      return;
    }
    var refused = new ArrayList<Enqueue>();
    waiting.removeIf(
        enqueue -> !admitted.accepts(enqueue.write().freesSpace()) && refused.add(enqueue));
    giveBack(refused);
    answerAll(refused, DynamoDbError.internal());
  }

  private void answerAll(Iterable<Enqueue> writes, DynamoDbError error) {
    for (Enqueue enqueue : writes) {
      enqueue.result().completeExceptionally(new DynamoDbException(error));
    }
  }

  private void giveBack(List<Enqueue> writes) {
    long costBytes = 0;
    for (Enqueue enqueue : writes) {
      costBytes += enqueue.costBytes();
    }
    quota.giveBack(writes.size(), costBytes);
  }
}
