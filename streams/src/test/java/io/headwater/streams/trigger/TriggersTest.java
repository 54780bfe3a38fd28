package io.headwater.streams.trigger;

import static io.headwater.streams.testing.FakeCatalog.shard;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.model.ResourceArns;
import io.headwater.persistence.journal.StoreSetup;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.testing.InMemoryStore;
import io.headwater.streams.testing.FakeCatalog;
import io.headwater.streams.testing.FakeChangeFeed;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.MappingDescription.LastResult;
import io.headwater.streams.trigger.MappingDescription.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guardian with its runners and its log, over the real journal and a store in the heap. */
class TriggersTest {
  private static final String LABEL = "2026-01-01T00:00:00.000";
  private static final String P = "p1";
  private static final UUID ID = UUID.fromString("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Config CONFIG =
      ConfigFactory.parseString(
              """
              pekko.persistence.journal.plugin = headwater.journal
              pekko.actor.allow-java-serialization = off
              headwater.triggers.min-backoff = 1ms
              headwater.triggers.look-interval = 50ms
              headwater.triggers.max-mappings = 2
              """)
          .withFallback(ConfigFactory.load());

  private final InMemoryStore store = new InMemoryStore();
  private final FakeCatalog catalog = new FakeCatalog();
  private final FakeChangeFeed feed = new FakeChangeFeed();
  private final FakeFunction audit = new FakeFunction();
  private final FakeFunction other = new FakeFunction();
  private ActorSystem<Void> system;
  private ActorTestKit testKit;
  private ActorRef<TriggerCommand> guardian;

  @BeforeEach
  void start() {
    catalog.put(stream("orders", LABEL, shard(P)));
    system =
        ActorSystem.create(
            org.apache.pekko.actor.typed.javadsl.Behaviors.empty(),
            "triggers",
            ActorSystemSetup.create(BootstrapSetup.create(CONFIG), new StoreSetup(store)));
    testKit = ActorTestKit.create(system);
    guardian = startGuardian();
  }

  @AfterEach
  void stop() {
    testKit.shutdownTestKit();
    store.close();
  }

  @Test
  void create_trimHorizon_readsFromTheStartAndSaysCreatingOnce() {
    feed.append(P, 1, 2);

    var created = create(mapping(ID, "audit", true));

    assertThat(created.state()).isEqualTo(State.CREATING);
    assertThat(created.lastResult()).isEqualTo(LastResult.NONE);
    var call = audit.nextCall();
    assertThat(call.ids()).containsExactly("1", "2");
    call.succeed();
    awaitResult(LastResult.OK);
    assertThat(get().state()).isEqualTo(State.ENABLED);
  }

  @Test
  void create_withPositions_readsFromThere() {
    feed.append(P, 1);
    feed.append(P, 2);
    var positions =
        Map.of(FakeCatalog.shardId(P), new io.headwater.actors.feed.ChangeFeed.Position(3, 0));

    ask(replyTo -> new TriggerCommand.Create(mapping(ID, "audit", true), positions, replyTo));

    assertThat(audit.nextCall().ids()).containsExactly("2");
  }

  @Test
  void create_sameStreamAndFunction_conflicts() {
    create(mapping(ID, "audit", false));

    var error = failure(() -> create(mapping(UUID.randomUUID(), "audit", true)));

    assertThat(error.code()).isEqualTo(TriggerError.Code.RESOURCE_CONFLICT);
    assertThat(error.message())
        .isEqualTo(
            "The event source arn (\" arn:aws:dynamodb:us-east-1:000000000000:table/orders/stream/"
                + LABEL
                + " \") and function (\" audit \") provided mapping already exists. Please update"
                + " or delete the existing mapping with UUID "
                + ID);
  }

  @Test
  void create_moreThanTheMost_isRefused() {
    create(mapping(ID, "audit", false));
    create(mapping(UUID.randomUUID(), "other", false));

    var error = failure(() -> create(mapping(UUID.randomUUID(), "third", false)));

    assertThat(error.code()).isEqualTo(TriggerError.Code.INVALID_PARAMETER_VALUE);
    assertThat(error.message()).contains("headwater.triggers.max-mappings");
  }

  @Test
  void restart_afterSomeBatches_goesOnBehindThem() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    audit.nextCall().succeed();
    awaitResult(LastResult.OK);
    feed.insert(P, 2);
    var underWay = audit.nextCall();
    assertThat(underWay.ids()).containsExactly("2");

    restartGuardian();

    // What was under way was not handled, so it comes again; what was handled does not.
    var again = audit.nextCall();
    assertThat(again.ids()).containsExactly("2");
    again.succeed();
    awaitResult(LastResult.OK);
    restartGuardian();
    feed.insert(P, 3);
    assertThat(audit.nextCall().ids()).containsExactly("3");
  }

  @Test
  void drain_runnerStops_completes() {
    create(mapping(ID, "audit", true));
    feed.insert(P, 1);
    var call = audit.nextCall();
    var drained = drain();

    delete();
    assertThat(drained).isNotDone();
    call.succeed();

    assertThat(drained).succeedsWithin(TIMEOUT);
  }

  private CompletableFuture<Done> drain() {
    var done = new CompletableFuture<Done>();
    guardian.tell(new TriggerCommand.Drain(done));
    return done;
  }

  @Test
  void functionFails_isReportedAndRetriedUntilItSucceeds() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    audit.nextCall().fail();
    awaitResult(LastResult.FUNCTION_FAILED);
    audit.nextCall().fail();

    var third = audit.nextCall();
    assertThat(third.ids()).containsExactly("1");
    third.succeed();

    awaitResult(LastResult.OK);
  }

  @Test
  void functionHangs_otherMappingsGoOn() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    create(mapping(UUID.randomUUID(), "other", true));
    audit.nextCall(); // Never ends.

    other.nextCall().succeed();
    feed.insert(P, 2);

    assertThat(other.nextCall().ids()).containsExactly("2");
    audit.assertNoCall();
  }

  @Test
  void update_disableAndEnable_keepsThePosition() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    audit.nextCall().succeed();
    awaitResult(LastResult.OK);

    var disabling = update(new MappingUpdate(null, null, false));
    assertThat(disabling.state()).isEqualTo(State.DISABLING);
    assertThat(disabling.mapping().enabled()).isTrue();
    assertThat(get().state()).isEqualTo(State.DISABLED);
    awaitListeners(0);
    feed.insert(P, 2);
    audit.assertNoCall();
    assertThat(update(new MappingUpdate(null, null, true)).state()).isEqualTo(State.ENABLING);

    assertThat(audit.nextCall().ids()).containsExactly("2");
  }

  @Test
  void update_disabledAndEnabledDuringACall_hasOneCallUnderWay() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    var call = audit.nextCall();
    update(new MappingUpdate(null, null, false));
    update(new MappingUpdate(null, null, true));
    audit.assertNoCall();

    call.succeed();
    feed.insert(P, 2);

    assertThat(audit.nextCall().ids()).containsExactly("2");
  }

  @Test
  void update_functionAndBatchSize_holdForTheNextBatch() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    var call = audit.nextCall();
    var updating = update(new MappingUpdate("other", 1, null));
    assertThat(updating.state()).isEqualTo(State.UPDATING);
    assertThat(updating.mapping().functionName()).isEqualTo("audit");
    assertThat(get().mapping().functionName()).isEqualTo("other");
    feed.append(P, 2, 3);

    call.succeed();

    assertThat(other.nextCall().ids()).containsExactly("2");
    audit.assertNoCall();
  }

  @Test
  void delete_mapping_stopsAndForgetsIt() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    audit.nextCall().succeed();
    awaitResult(LastResult.OK);

    assertThat(delete().state()).isEqualTo(State.DELETING);

    awaitListeners(0);
    assertThat(failure(this::get).code()).isEqualTo(TriggerError.Code.RESOURCE_NOT_FOUND);
    assertThat(failure(this::delete).code()).isEqualTo(TriggerError.Code.RESOURCE_NOT_FOUND);
    assertThat(failure(() -> update(new MappingUpdate(null, 1, null))).message())
        .isEqualTo("The resource you requested does not exist.");
    create(mapping(ID, "audit", true)); // Nothing is left of the old position.
    assertThat(audit.nextCall().ids()).containsExactly("1");
  }

  @Test
  void getAll_mappings_areInTheOrderOfTheirIds() {
    var second = UUID.fromString("94e0db71-5d35-4eb5-b481-8945cf9d10c2");
    create(mapping(second, "audit", false));
    create(mapping(ID, "other", false));

    List<MappingDescription> all = askFor(TriggerCommand.GetAll::new);

    assertThat(all).extracting(one -> one.mapping().id()).containsExactly(ID, second);
  }

  @Test
  void newShard_isFoundAndReadFromItsStart() {
    create(mapping(ID, "audit", true));
    feed.append("p2", 7);

    catalog.put(stream("orders", LABEL, shard(P), shard("p2")));

    assertThat(audit.nextCall().ids()).containsExactly("7");
  }

  @Test
  void streamLeavesTheCatalog_itsPositionsAreRemovedAndTheMappingStays() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    audit.nextCall().succeed();
    awaitPositions(1);

    catalog.remove("orders", LABEL);

    awaitPositions(0);
    assertThat(get().state()).isEqualTo(State.ENABLED);
  }

  private void awaitPositions(int count) {
    testKit
        .createTestProbe()
        .awaitAssert(() -> {
          var state = new TriggerState();
          store
              .scan(
                  TriggerRows.range(),
                  Direction.FORWARD,
                  (key, value) -> {
                    TriggerRows.read(key, value, state);
                    return true;
                  })
              .toCompletableFuture()
              .join();
          assertThat(state.shardsWithPosition(ID)).hasSize(count);
          return null;
        });
  }

  @Test
  void journalFails_outcomeIsUnknownAndPositionsAreKept() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    var call = audit.nextCall();
    store.failNextWrite(new IllegalStateException("failed by the test"));

    var error = failure(() -> update(new MappingUpdate(null, 7, null)));

    assertThat(error.code()).isEqualTo(TriggerError.Code.SERVICE);
    assertThat(get().mapping().batchSize()).isEqualTo(100); // The log was started again.
    call.succeed();
    awaitResult(LastResult.OK);
    feed.insert(P, 2);
    assertThat(audit.nextCall().ids()).containsExactly("2");
  }

  @Test
  void journalFailsWithAPosition_runnerWaitsAndDoesNotCallTwice() {
    feed.append(P, 1);
    create(mapping(ID, "audit", true));
    store.failNextWrite(new IllegalStateException("failed by the test"));

    audit.nextCall().succeed();
    feed.insert(P, 2);

    assertThat(audit.nextCall().ids()).containsExactly("2");
  }

  private ActorRef<TriggerCommand> startGuardian() {
    Map<String, FakeFunction> functions = Map.of("audit", audit, "other", other);
    var environment =
        new ShardRunner.Environment(
            catalog,
            feed,
            functions::get,
            new ResourceArns("us-east-1", "000000000000"),
            TriggerSettings.from(CONFIG));
    return testKit.spawn(TriggerGuardian.create(environment, store, CLOCK));
  }

  private void restartGuardian() {
    TestProbe<Object> probe = testKit.createTestProbe();
    guardian.tell(TriggerCommand.Stop.INSTANCE);
    probe.expectTerminated(guardian);
    guardian = startGuardian();
  }

  private MappingDescription create(EventSourceMapping mapping) {
    return ask(replyTo -> new TriggerCommand.Create(mapping, Map.of(), replyTo));
  }

  private MappingDescription get() {
    return ask(replyTo -> new TriggerCommand.Get(ID, replyTo));
  }

  private MappingDescription update(MappingUpdate update) {
    return ask(replyTo -> new TriggerCommand.Update(ID, update, replyTo));
  }

  private MappingDescription delete() {
    return ask(replyTo -> new TriggerCommand.Delete(ID, replyTo));
  }

  private MappingDescription ask(
      Function<ActorRef<StatusReply<MappingDescription>>, TriggerCommand> request) {
    return askFor(request::apply);
  }

  private <T> T askFor(
      org.apache.pekko.japi.function.Function<ActorRef<StatusReply<T>>, TriggerCommand> request) {
    CompletionStage<T> answer =
        AskPattern.askWithStatus(guardian, request, TIMEOUT, system.scheduler());
    return answer.toCompletableFuture().join();
  }

  private void awaitResult(LastResult result) {
    testKit
        .createTestProbe()
        .awaitAssert(() -> {
          assertThat(get().lastResult()).isEqualTo(result);
          return null;
        });
  }

  private void awaitListeners(int count) {
    testKit
        .createTestProbe()
        .awaitAssert(() -> {
          assertThat(feed.listenerCount(P)).isEqualTo(count);
          return null;
        });
  }

  private static TriggerError failure(Runnable call) {
    var thrown = catchThrowable(call::run);
    assertThat(thrown).isNotNull().hasCauseInstanceOf(TriggerException.class);
    return ((TriggerException) requireNonNull(requireNonNull(thrown).getCause())).error();
  }

  private static EventSourceMapping mapping(UUID id, String functionName, boolean enabled) {
    return new EventSourceMapping(
        id, functionName, "orders", LABEL, StartingPosition.TRIM_HORIZON, 100, enabled, 0);
  }
}
