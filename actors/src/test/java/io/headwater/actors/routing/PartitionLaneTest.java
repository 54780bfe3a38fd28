package io.headwater.actors.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.Partition;
import io.headwater.actors.partition.Partition.Apply;
import io.headwater.actors.partition.Partition.ApplyReply.Applied;
import io.headwater.actors.partition.Partition.ApplyReply.NotOpen;
import io.headwater.actors.partition.Partition.ApplyReply.Taken;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.testing.Failures;
import io.headwater.persistence.store.Admission;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionLaneTest {
  private static final Duration BATCH_TIMEOUT = Duration.ofSeconds(10);
  private static final RoutingSettings SETTINGS = new RoutingSettings(3, 4_096, BATCH_TIMEOUT);
  private static final WriteResult DONE = new Done(null, null, 0);

  private static ActorTestKit testKit;

  private ManualTime time;
  private TestProbe<Partition.Command> partition;
  private LaneQuota quota;
  private CountDownLatch closed;
  private final AtomicReference<Admission> admission = new AtomicReference<>(Admission.ALL);
  private ActorRef<PartitionLane.Command> lane;

  @BeforeAll
  static void startActorSystem() {
    testKit = ActorTestKit.create(ManualTime.config());
  }

  @AfterAll
  static void stopActorSystem() {
    testKit.shutdownTestKit();
  }

  @BeforeEach
  void openLane() {
    time = ManualTime.get(testKit.system());
    partition = testKit.createTestProbe(Partition.Command.class);
    quota = new LaneQuota(SETTINGS);
    closed = new CountDownLatch(1);
    lane =
        testKit.spawn(
            PartitionLane.create(
                TestEntityRef.of(Partition.TYPE_KEY, "p-0", partition.ref()),
                SETTINGS,
                quota,
                admission::get,
                closed::countDown));
  }

  @Test
  void enqueue_idle_isSentAtOnce() {
    var result = enqueue("a");

    var batch = partition.expectMessageClass(Apply.class);
    assertThat(batch.writes()).hasSize(1);
    answer(batch);
    assertThat(result.join()).isEqualTo(DONE);
  }

  @Test
  void enqueue_batchUnderWay_isGatheredIntoTheNextInOrder() {
    var _ = enqueue("a");
    var first = partition.expectMessageClass(Apply.class);
    var _ = enqueue("b");
    var _ = enqueue("c");
    partition.expectNoMessage(Duration.ZERO);

    answer(first);

    var second = partition.expectMessageClass(Apply.class);
    assertThat(second.writes()).extracting(Write::key).containsExactly(key("b"), key("c"));
    assertThat(second.batchNr()).isNotEqualTo(first.batchNr());
  }

  @Test
  void enqueue_moreThanABatchHolds_isSentInSeveralBatches() {
    var _ = enqueue("a");
    var first = partition.expectMessageClass(Apply.class);
    for (String name : new String[] {"b", "c", "d", "e"}) {
      var _ = enqueue(name);
    }

    answer(first);
    var second = partition.expectMessageClass(Apply.class);
    answer(second);
    var third = partition.expectMessageClass(Apply.class);

    assertThat(second.writes()).hasSize(3);
    assertThat(third.writes()).hasSize(1);
  }

  @Test
  void partition_decidesABatchInPart_getsTheRestBeforeWhatCameLater() {
    var _ = enqueue("a");
    var first = partition.expectMessageClass(Apply.class);
    var b = enqueue("b");
    var c = enqueue("c");
    answer(first);
    var second = partition.expectMessageClass(Apply.class);
    var d = enqueue("d");

    second.replyTo().tell(new Applied(second.batchNr(), List.of(DONE)));

    var third = partition.expectMessageClass(Apply.class);
    assertThat(b.join()).isEqualTo(DONE);
    assertThat(third.writes()).extracting(Write::key).containsExactly(key("c"), key("d"));
    assertThat(c).isNotDone();
    answer(third);
    assertThat(c.join()).isEqualTo(DONE);
    assertThat(d.join()).isEqualTo(DONE);
    for (int i = 0; i < 2 * SETTINGS.maxBatchWrites(); i++) {
      assertThat(quota.tryTake(1)).isTrue(); // Each place was given back once.
    }
    assertThat(quota.tryTake(1)).isFalse();
  }

  @Test
  void enqueue_storeAcceptsNoWrites_isRefusedAndGivesItsPlaceBack() {
    admission.set(Admission.NONE);
    var refused = enqueue("a");

    assertFails(refused, ErrorCode.INTERNAL);
    partition.expectNoMessage(Duration.ZERO);

    admission.set(Admission.ALL);
    var result = enqueue("b");
    answer(partition.expectMessageClass(Apply.class));
    assertThat(result.join()).isEqualTo(DONE);
  }

  @Test
  void sendNext_freeingOnly_sendsDeletesInOrderAndRefusesTheRest() {
    var _ = enqueue("first");
    var first = partition.expectMessageClass(Apply.class);
    admission.set(Admission.FREEING_ONLY);
    var delete = enqueue(new Write.Delete(key("a"), null, false));
    var put = enqueue("b");
    var update = enqueue(new Write.UpdateItem(key("c"), null, null, false));
    var file = enqueue(new Write.File(key("d")));
    var expire = enqueue(new Write.Expire(key("e"), 1, 1));

    answer(first);

    var second = partition.expectMessageClass(Apply.class);
    assertThat(second.writes()).extracting(Write::key).containsExactly(key("a"), key("e"));
    assertFails(put, ErrorCode.INTERNAL);
    assertFails(update, ErrorCode.INTERNAL);
    assertFails(file, ErrorCode.INTERNAL);
    answer(second);
    assertThat(delete.join()).isEqualTo(DONE);
    assertThat(expire.join()).isEqualTo(DONE);
  }

  @Test
  void enqueue_nothingAdmitted_refusesADelete() {
    admission.set(Admission.NONE);

    assertFails(enqueue(new Write.Delete(key("a"), null, false)), ErrorCode.INTERNAL);

    partition.expectNoMessage(Duration.ZERO);
  }

  @Test
  void partition_stopsWithBatchUnderWay_answersOutcomeUnknownAndGoesOn() {
    ActorRef<Partition.Command> entity = testKit.spawn(Behaviors.empty());
    var lost = enqueue("a");
    var first = partition.expectMessageClass(Apply.class);
    first.replyTo().tell(new Taken(first.batchNr(), entity));
    var next = enqueue("b");

    testKit.stop(entity);

    assertFails(lost, ErrorCode.INTERNAL);
    answer(partition.expectMessageClass(Apply.class));
    assertThat(next.join()).isEqualTo(DONE);
  }

  @Test
  void close_batchUnderWay_answersItAndRefusesTheRest() {
    var first = enqueue("a");
    var batch = partition.expectMessageClass(Apply.class);
    var waiting = enqueue("b");

    lane.tell(PartitionLane.Close.INSTANCE);
    assertFails(waiting, ErrorCode.RESOURCE_NOT_FOUND);
    answer(batch);

    assertThat(first.join()).isEqualTo(DONE);
    assertFails(enqueue("c"), ErrorCode.RESOURCE_NOT_FOUND);
    time.timePasses(SETTINGS.batchTimeout());
    testKit.createTestProbe().expectTerminated(lane);
  }

  @Test
  void partition_neverAnswers_answersOutcomeUnknownAfterTheTimeout() {
    var lost = enqueue("a");
    var first = partition.expectMessageClass(Apply.class);
    var next = enqueue("b");

    time.timePasses(BATCH_TIMEOUT);

    assertFails(lost, ErrorCode.INTERNAL);
    var second = partition.expectMessageClass(Apply.class);
    first.replyTo().tell(new Applied(first.batchNr(), Collections.singletonList(DONE)));
    assertThat(next).isNotDone();
    answer(second);
    assertThat(next.join()).isEqualTo(DONE);
  }

  @Test
  void partition_isClosed_answersThatTheTableIsGoneAlsoToLateWrites() throws InterruptedException {
    var first = enqueue("a");
    var waiting = enqueue("b");
    var batch = partition.expectMessageClass(Apply.class);

    batch.replyTo().tell(new NotOpen(batch.batchNr()));

    assertFails(first, ErrorCode.RESOURCE_NOT_FOUND);
    assertFails(waiting, ErrorCode.RESOURCE_NOT_FOUND);
    closed.await();
    assertFails(enqueue("late"), ErrorCode.RESOURCE_NOT_FOUND);
  }

  @Test
  void quota_twoBatchesTaken_refusesMoreUntilOneIsAnswered() {
    for (int i = 0; i < 2 * SETTINGS.maxBatchWrites(); i++) {
      assertThat(quota.tryTake(1)).isTrue();
    }
    assertThat(quota.tryTake(1)).isFalse();

    quota.giveBack(1, 1);

    assertThat(quota.tryTake(1)).isTrue();
    assertThat(quota.tryTake(1)).isFalse();
  }

  @Test
  void quota_oneWriteLargerThanTheBound_isAdmittedAlone() {
    assertThat(quota.tryTake(10 * SETTINGS.maxBatchBytes())).isTrue();
    assertThat(quota.tryTake(1)).isFalse();
  }

  private CompletableFuture<WriteResult> enqueue(String name) {
    var item = new Item(Map.of("id", new AttributeValue.S(name)));
    return enqueue(new Write.Put(key(name), EncodedItem.of(item), null, false));
  }

  private CompletableFuture<WriteResult> enqueue(Write write) {
    var result = new CompletableFuture<WriteResult>();
    quota.tryTake(1);
    lane.tell(new PartitionLane.Enqueue(write, 1, result));
    return result;
  }

  private static ItemKey key(String name) {
    return new ItemKey(new AttributeValue.S(name), null);
  }

  private static void answer(Apply batch) {
    batch
        .replyTo()
        .tell(new Applied(batch.batchNr(), Collections.nCopies(batch.writes().size(), DONE)));
  }

  private static void assertFails(CompletableFuture<WriteResult> result, ErrorCode code) {
    Failures.assertFails(result::join, code);
  }
}
