package io.headwater.streams.trigger;

import static io.headwater.streams.testing.FakeCatalog.shard;
import static io.headwater.streams.testing.FakeCatalog.shardId;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.testing.FakeCatalog;
import io.headwater.streams.testing.FakeChangeFeed;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import io.headwater.streams.trigger.TriggerCommand.CallFailed;
import io.headwater.streams.trigger.TriggerCommand.CommitPosition;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardRunnerTest {
  private static final String LABEL = "2026-01-01T00:00:00.000";
  private static final String P = "p1";
  private static final UUID ID = UUID.fromString("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  private static final ShardKey KEY = new ShardKey(ID, shardId(P));

  private static ActorTestKit testKit;
  private static ManualTime time;

  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeChangeFeed feed = new FakeChangeFeed();
  private final FakeFunction function = new FakeFunction();
  private final StreamDefinition orders = stream("orders", LABEL, shard(P));
  private TestProbe<TriggerCommand.Report> guardian;

  @BeforeAll
  static void startActorSystem() {
    testKit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    time = ManualTime.get(testKit.system());
  }

  @AfterAll
  static void stopActorSystem() {
    testKit.shutdownTestKit();
  }

  @BeforeEach
  void putStream() {
    catalog.put(orders);
    guardian = testKit.createTestProbe();
  }

  @Test
  void start_recordsThere_handsThemOutInOrderInBatches() {
    feed.append(P, 1, 2);
    feed.append(P, 3);
    start(mapping("audit", 2));

    var first = function.nextCall();
    assertThat(first.ids()).containsExactly("1", "2");
    assertThat(first.invocation().streamArn())
        .isEqualTo("arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/" + LABEL);
    first.succeed();
    confirm(new Position(3, 0));
    var second = function.nextCall();
    assertThat(second.ids()).containsExactly("3");
    second.succeed();
    confirm(new Position(4, 0));
  }

  @Test
  void handled_positionNotYetDurable_nextBatchWaits() {
    feed.append(P, 1);
    feed.append(P, 2);
    start(mapping("audit", 1));
    function.nextCall().succeed();

    var commit = guardian.expectMessageClass(CommitPosition.class);

    guardian.expectNoMessage();
    function.assertNoCall();
    commit.replyTo().tell(ShardRunner.PositionCommitted.INSTANCE);
    assertThat(function.nextCall().ids()).containsExactly("2");
  }

  @Test
  void start_fromPosition_leavesOutWhatWasHandled() {
    feed.append(P, 1, 2, 3);
    start(mapping("audit", 10), new Position(2, 2));

    assertThat(function.nextCall().ids()).containsExactly("3");
  }

  @Test
  void hint_newCommit_isReadAtOnce() {
    start(mapping("audit", 10));
    feed.insert(P, 1);

    assertThat(function.nextCall().ids()).containsExactly("1");
  }

  @Test
  void hint_duringCall_isNotForgotten() {
    feed.append(P, 1);
    start(mapping("audit", 10));
    var call = function.nextCall();
    feed.insert(P, 2);
    call.succeed();
    confirm(new Position(3, 0));

    assertThat(function.nextCall().ids()).containsExactly("2");
  }

  @Test
  void look_nobodyHinted_findsTheCommitWithinASecond() {
    start(mapping("audit", 10));
    awaitFirstRead();
    feed.append(P, 1);
    function.assertNoCall();

    time.timePasses(Duration.ofSeconds(1));

    assertThat(function.nextCall().ids()).containsExactly("1");
  }

  @Test
  void functionFails_sameBatchIsRetriedAfterGrowingWaits() {
    feed.append(P, 1, 2);
    start(mapping("audit", 2));
    for (long waitMillis : new long[] {100, 200, 400}) {
      var call = function.nextCall();
      assertThat(call.ids()).containsExactly("1", "2");
      call.fail();
      guardian.expectMessage(new CallFailed(KEY, LastResult.FUNCTION_FAILED));
      feed.insert(P, 99);
      time.expectNoMessageFor(Duration.ofMillis(waitMillis - 1), guardian);
      function.assertNoCall();
      time.timePasses(Duration.ofMillis(1));
    }

    function.nextCall().succeed();

    confirm(new Position(3, 0));
    var next = function.nextCall();
    assertThat(next.ids()).containsExactly("99", "99");
    next.fail();
    guardian.expectMessageClass(CallFailed.class);
    time.timePasses(Duration.ofMillis(100)); // The wait is the first again.
    assertThat(function.nextCall().ids()).containsExactly("99", "99");
  }

  @Test
  void functionMissing_isReportedAndRetried() {
    feed.append(P, 1);
    var runner = start(mapping("nobody", 10));
    guardian.expectMessage(new CallFailed(KEY, LastResult.FUNCTION_MISSING));
    runner.tell(new ShardRunner.Configure(mapping("audit", 10)));

    time.timePasses(Duration.ofMillis(100));

    assertThat(function.nextCall().ids()).containsExactly("1");
  }

  @Test
  void readFails_isRetried() {
    feed.append(P, 1);
    feed.failNextRead(new IllegalStateException("failed by the test"));
    start(mapping("audit", 10));

    guardian.awaitAssert(() -> {
      time.timePasses(Duration.ofMillis(100));
      assertThat(feed.readCount(P)).isEqualTo(2);
      return null;
    });

    assertThat(function.nextCall().ids()).containsExactly("1");
  }

  @Test
  void shardClosed_readToItsEnd_commitsThatAndStops() {
    feed.append(P, 1);
    feed.append(P);
    catalog.close(orders, 3);
    feed.append(P, 2); // After the end.
    var runner = start(mapping("audit", 10));
    var call = function.nextCall();
    assertThat(call.ids()).containsExactly("1");
    call.succeed();

    confirm(new Position(3, 0));

    guardian.expectTerminated(runner);
    assertThat(feed.listenerCount(P)).isZero();
  }

  /** The catalog's view shows the shard as open. */
  @Test
  void streamEndedInTheLogAlone_handlesWhatIsBeforeAndStops() {
    feed.append(P, 1);
    feed.endStream(P);
    feed.append(P, 2);
    var runner = start(mapping("audit", 10));
    var call = function.nextCall();
    assertThat(call.ids()).containsExactly("1");
    call.succeed();

    confirm(new Position(3, 0));

    guardian.expectTerminated(runner);
    guardian.expectTerminated(start(mapping("audit", 10), new Position(3, 0)));
    function.assertNoCall();
  }

  @Test
  void shardClosed_nothingMoreInIt_commitsItsEndWithoutACall() {
    feed.append(P);
    feed.append(P);
    catalog.close(orders, 3);
    var runner = start(mapping("audit", 10));

    var commit = guardian.expectMessageClass(CommitPosition.class);

    assertThat(commit.position()).isEqualTo(new Position(3, 0));
    assertThat(commit.recordsWereHandled()).isFalse();
    commit.replyTo().tell(ShardRunner.PositionCommitted.INSTANCE);
    guardian.expectTerminated(runner);
  }

  @Test
  void start_positionTrimmed_goesOnWithTheOldestKept() {
    feed.append(P, 1);
    feed.append(P, 2);
    feed.append(P, 3);
    feed.trim(P, 4);

    start(mapping("audit", 10), new Position(3, 0));

    var call = function.nextCall();
    assertThat(call.ids()).containsExactly("3");
    call.succeed();
    confirm(new Position(5, 0));
  }

  @Test
  void start_everythingTrimmed_waitsForWhatComes() {
    feed.append(P, 1);
    feed.append(P, 2);
    feed.trim(P, 4);
    start(mapping("audit", 10), new Position(2, 1));
    awaitFirstRead();

    feed.insert(P, 3);

    assertThat(function.nextCall().ids()).containsExactly("3");
  }

  @Test
  void streamGone_stops() {
    var runner = start(mapping("audit", 10));
    awaitFirstRead();
    catalog.remove("orders", LABEL);

    time.timePasses(Duration.ofSeconds(1));

    guardian.expectTerminated(runner);
  }

  @Test
  void stop_duringCall_commitsItsSuccessFirst() {
    feed.append(P, 1);
    feed.append(P, 2);
    var runner = start(mapping("audit", 1));
    var call = function.nextCall();
    runner.tell(ShardRunner.Stop.INSTANCE);
    guardian.expectNoMessage();

    call.succeed();

    confirm(new Position(2, 1), new Position(3, 0));
    guardian.expectTerminated(runner);
    function.assertNoCall();
  }

  @Test
  void stop_duringCallThatFails_commitsNothing() {
    feed.append(P, 1);
    var runner = start(mapping("audit", 1));
    var call = function.nextCall();
    runner.tell(ShardRunner.Stop.INSTANCE);

    call.fail();

    guardian.expectMessageClass(CallFailed.class);
    guardian.expectTerminated(runner);
  }

  @Test
  void drain_recordsThere_completesWhenTheirPositionIsDurable() {
    feed.append(P, 1);
    var runner = start(mapping("audit", 10));
    var first = function.nextCall();
    feed.append(P, 2);
    var done = new CompletableFuture<Done>();
    runner.tell(new ShardRunner.Drain(done));

    first.succeed();
    confirm(new Position(3, 0));
    function.nextCall().succeed();
    assertThat(done).isNotDone();
    confirm(new Position(4, 0));

    assertThat(done).succeedsWithin(Duration.ofSeconds(10));
  }

  private void confirm(Position... anyOf) {
    var commit = guardian.expectMessageClass(CommitPosition.class);
    assertThat(commit.position()).isIn((Object[]) anyOf);
    assertThat(commit.key()).isEqualTo(KEY);
    commit.replyTo().tell(ShardRunner.PositionCommitted.INSTANCE);
  }

  /** Waits until the runner has read for the first time and found nothing. */
  private void awaitFirstRead() {
    guardian.awaitAssert(() -> {
      assertThat(feed.readCount(P)).isPositive();
      return null;
    });
  }

  private ActorRef<ShardRunner.Command> start(EventSourceMapping mapping) {
    return start(mapping, new Position(2, 0));
  }

  private ActorRef<ShardRunner.Command> start(EventSourceMapping mapping, Position position) {
    var environment =
        new ShardRunner.Environment(
            catalog,
            feed,
            name -> name.equals("audit") ? function : null,
            new ResourceArns("us-east-1", "000000000000"),
            TriggerSettings.from(ConfigFactory.load()));
    return testKit.spawn(
        ShardRunner.create(mapping, shard(P), position, environment, guardian.getRef()));
  }

  private static EventSourceMapping mapping(String functionName, int batchSize) {
    return new EventSourceMapping(
        ID, functionName, "orders", LABEL, StartingPosition.TRIM_HORIZON, batchSize, true, 0);
  }
}
