package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.Partition.Apply;
import io.headwater.actors.partition.Partition.ApplyReply;
import io.headwater.actors.partition.Partition.ApplyReply.Applied;
import io.headwater.actors.partition.Partition.ApplyReply.NotOpen;
import io.headwater.actors.partition.Partition.ApplyReply.Taken;
import io.headwater.actors.partition.Partition.Close;
import io.headwater.actors.partition.Partition.Closed;
import io.headwater.actors.partition.Partition.Command;
import io.headwater.actors.partition.Partition.Open;
import io.headwater.actors.partition.Partition.Opened;
import io.headwater.actors.partition.Partition.Redefine;
import io.headwater.actors.partition.Partition.Redefined;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.partition.WriteResult.Refused;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.testing.InMemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches sent to a partition, as its lane sends them. */
class PartitionActorTest {
  private static final int MAX_BATCH_BYTES = 64 * 1024;
  private static final KeySchema SCHEMA =
      new KeySchema(
          new KeyAttribute("pk", AttributeType.S), new KeyAttribute("sk", AttributeType.S));

  private static InMemoryStore store;
  private static RunningDatabase running;
  private static int partitions;

  private final UUID tableId = new UUID(7, ++partitions);
  private final TestProbe<ApplyReply> lane = probe(ApplyReply.class);
  private final TestProbe<ShardCommand> shard = probe(ShardCommand.class);
  private PartitionDefinition definition =
      PartitionDefinition.first(tableId, 3, SCHEMA, List.of(), StreamViewType.NEW_AND_OLD_IMAGES);
  private ActorRef<Command> partition = nobody();
  private Executor evaluations = Runnable::run;
  private long batches;

  @BeforeAll
  static void start() {
    store = new InMemoryStore();
    running = RunningDatabase.start(store);
  }

  @AfterAll
  static void stop() {
    running.close();
    store.close();
  }

  private static <T> ActorRef<T> nobody() {
    return running.database().system().deadLetters();
  }

  private static <T> TestProbe<T> probe(Class<T> messages) {
    return TestProbe.create(messages, running.database().system());
  }

  @Test
  void apply_oneRowIsDamaged_failsOnlyTheWritesOfItsKey() {
    open();
    apply(put("a", "1"), put("b", "1"), put("c", "1"));
    store.damageRow(RowKeys.item(definition, key("b")));

    var results = apply(put("a", "2"), put("b", "2"), update("b"), put("c", "2"));

    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(results.get(1)).isEqualTo(new Refused(DynamoDbError.internal(), null));
    assertThat(results.get(2)).isEqualTo(new Refused(DynamoDbError.internal(), null));
    assertThat(results.get(3)).isInstanceOf(Done.class);
    assertThat(apply(put("a", "3"))).singleElement().isInstanceOf(Done.class);
  }

  @Test
  void apply_oneItemCollectionIsDamaged_failsOnlyTheWritesOfItsPartitionKey() {
    definition =
        PartitionDefinition.first(
            tableId,
            3,
            SCHEMA,
            List.of(Tables.localIndex(SCHEMA, "by-v", "v", AttributeType.S, IndexProjection.ALL)),
            null);
    open();
    apply(put("a", "1"), put("b", "1"));
    store.damageRow(RowKeys.itemCollection(definition, new S("a")));

    var results = apply(put("a", "2"), put("b", "2"));

    assertThat(results.get(0)).isEqualTo(new Refused(DynamoDbError.internal(), null));
    assertThat(results.get(1)).isInstanceOf(Done.class);
  }

  @Test
  void apply_smallPutsOverLargeItems_readsNoMoreThanTheBoundAndOneItem() {
    open();
    var large = "x".repeat(20_000);
    for (int i = 0; i < 50; i++) {
      apply(put("k" + i, large));
    }
    var writes = new ArrayList<Write>();
    for (int i = 0; i < 50; i++) {
      writes.add(put("k" + i, "small"));
    }

    var results = applyAll(writes);

    assertThat(results)
        .hasSize(50)
        .allSatisfy(result ->
            assertThat(result)
                .isInstanceOfSatisfying(Done.class, done -> assertThat(done.before()).isNotNull()));
    assertThat(store.largestMultiGetBytes()).isLessThan(MAX_BATCH_BYTES + 21_000);
  }

  @Test
  void apply_largePuts_commitsNoMoreThanTheBoundAndOneWrite() {
    open();
    var writes = new ArrayList<Write>();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 30; i++) {
        writes.add(put("k" + i, "x".repeat(10_000 + round)));
      }
    }

    assertThat(applyAll(writes)).hasSize(60).hasOnlyElementsOfType(Done.class);

    var entryBytes = new ArrayList<Integer>();
    String log = PartitionActor.persistenceId("p" + partitions).id();
    store.readLog(log, 1, (_, bytes) -> entryBytes.add(bytes.length)).toCompletableFuture().join();
    assertThat(entryBytes).hasSizeGreaterThan(5);
    // An item, its new and its old image.
    assertThat(entryBytes)
        .allSatisfy(bytes -> assertThat(bytes).isLessThan(MAX_BATCH_BYTES + 3 * 10_100));
  }

  @Test
  void apply_oneKeyManyTimes_readsItsRowOnce() {
    open();
    apply(put("a", "x".repeat(30_000)));
    long before = store.largestMultiGetBytes();

    var results = apply(Collections.nCopies(100, update("b")));
    applyAll(Collections.nCopies(20, update("a")));

    assertThat(results).hasSize(100);
    assertThat(store.largestMultiGetBytes()).isLessThanOrEqualTo(Math.max(before, 31_000));
  }

  @Test
  void apply_cheapExpressions_areEvaluatedByThePartition() {
    evaluations =
        _ -> {
          throw new AssertionError("evaluated elsewhere");
        };
    open();

    assertThat(apply(put("a", "1"), update("a"), update("b"))).hasOnlyElementsOfType(Done.class);
  }

  @Test
  void apply_expensiveExpressions_areEvaluatedElsewhereWhileOthersWait() throws Exception {
    var tasks = new LinkedBlockingQueue<Runnable>();
    evaluations = tasks::add;
    open();
    apply(put("a", "x".repeat((int) PartitionActor.MAX_INLINE_EVALUATION_BYTES)));
    var closer = probe(Closed.class);

    partition.tell(new Apply(++batches, List.of(update("a")), lane.ref()));
    partition.tell(new Close(closer.ref()));
    lane.expectMessageClass(Taken.class);
    var evaluation = tasks.take();
    lane.expectNoMessage(Duration.ZERO);
    closer.expectNoMessage(Duration.ZERO);
    evaluation.run();

    assertThat(lane.expectMessageClass(Applied.class).results()).hasOnlyElementsOfType(Done.class);
    assertThat(closer.receiveMessage().commitNr()).isEqualTo(4);
  }

  @Test
  void start_stateRowIsDamaged_isRefused() {
    store.damageRow(RowKeys.partitionState("p" + partitions));

    spawn();

    lane.expectTerminated(partition);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void redefineOrApply_notOpen_isAnsweredAndThePartitionAsksToBeStopped(boolean redefine) {
    spawn();

    if (redefine) {
      var catalog = probe(Redefined.class);
      partition.tell(new Redefine(definition, catalog.ref()));
      assertThat(catalog.receiveMessage()).isEqualTo(new Redefined("p" + partitions, 0, 0));
    } else {
      partition.tell(new Apply(1, List.of(put("a", "1")), lane.ref()));
      lane.expectMessage(new NotOpen(1));
    }

    shard.expectMessage(new Passivate<>(partition));
  }

  private void open() {
    spawn();
    var opener = probe(Opened.class);
    partition.tell(new Open(definition, opener.ref()));
    opener.receiveMessage();
  }

  private void spawn() {
    var environment =
        new PartitionEnvironment(
            store, InstantSource.system(), (_, _) -> {}, evaluations, MAX_BATCH_BYTES);
    partition =
        running
            .database()
            .system()
            .systemActorOf(
                PartitionActor.create("p" + partitions, environment, shard.ref()),
                "p" + partitions,
                Props.empty());
  }

  /** Sends writes until each of them has a result, as a lane does. */
  private List<WriteResult> applyAll(List<Write> writes) {
    var results = new ArrayList<WriteResult>();
    while (results.size() < writes.size()) {
      results.addAll(apply(writes.subList(results.size(), writes.size())));
    }
    return results;
  }

  private List<WriteResult> apply(Write... writes) {
    return apply(List.of(writes));
  }

  private List<WriteResult> apply(List<Write> writes) {
    partition.tell(new Apply(++batches, writes, lane.ref()));
    lane.expectMessageClass(Taken.class);
    var applied = lane.expectMessageClass(Applied.class);
    assertThat(applied.batchNr()).isEqualTo(batches);
    return applied.results();
  }

  private static Write put(String name, String value) {
    var attributes = new LinkedHashMap<>(SCHEMA.toItem(key(name)).attributes());
    attributes.put("v", new S(value));
    return new Write.Put(key(name), EncodedItem.of(new Item(attributes)), null, false);
  }

  private static Write update(String name) {
    Map<String, AttributeValue> values = Map.of(":v", new S("updated"));
    var update = ExpressionParser.update("SET v = :v", new Placeholders(null, values));
    return new Write.UpdateItem(key(name), update, null, false);
  }

  private static ItemKey key(String name) {
    return new ItemKey(new S(name), new S("s"));
  }
}
