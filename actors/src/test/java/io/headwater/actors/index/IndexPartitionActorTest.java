package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.index.IndexPartition.Close;
import io.headwater.actors.index.IndexPartition.Closed;
import io.headwater.actors.index.IndexPartition.Command;
import io.headwater.actors.index.IndexPartition.Feed;
import io.headwater.actors.index.IndexPartition.Look;
import io.headwater.actors.index.IndexPartition.Refused;
import io.headwater.actors.index.IndexPartition.Reply;
import io.headwater.actors.index.IndexPartition.StandsAt;
import io.headwater.actors.index.IndexPartition.Unreadable;
import io.headwater.actors.index.IndexPartitionActor.IndexPartitionEnvironment;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.persistence.store.DispatchedStore;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.testing.InMemoryStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IndexPartitionActorTest {
  private static InMemoryStore store;
  private static RunningDatabase running;
  private static int partitions;

  private final String id = "g" + partitions++;
  private boolean mayOpen = true;
  private final TestProbe<Reply> feeder = probe(Reply.class);
  private final TestProbe<Closed> closer = probe(Closed.class);
  private final TestProbe<ShardCommand> shard = probe(ShardCommand.class);

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

  private static <T> TestProbe<T> probe(Class<T> messages) {
    return TestProbe.create(messages, running.database().system());
  }

  @Test
  void feed_fromWhereItStands_isTakenAndCounted() {
    var partition = spawn(store);

    partition.tell(feed(1, null, at(5), put("a", "one"), put("b", "two"), put("a", "other")));
    assertThat(stands(1)).isEqualTo(at(5));
    partition.tell(feed(2, at(5), at(7), remove("b"), remove("never there"), put("a", "other")));
    assertThat(stands(2)).isEqualTo(at(7));

    var state = state();
    assertThat(state.entries()).isEqualTo(new ItemStatistics(1, entry("other").itemSizeBytes()));
    assertThat(state.lastCommit()).isEqualTo(2);
    assertThat(store.get(row("a")).toCompletableFuture().join()).isEqualTo(entry("other").bytes());
    assertThat(store.get(row("b")).toCompletableFuture().join()).isNull();
  }

  @Test
  void feed_fromElsewhere_isNotTaken() {
    var partition = spawn(store);
    partition.tell(feed(1, null, at(5)));
    assertThat(stands(1)).isEqualTo(at(5));

    partition.tell(feed(2, null, at(5), put("a", "again")));
    assertThat(stands(2)).isEqualTo(at(5));
    partition.tell(feed(3, at(6), at(7), put("a", "behind a gap")));
    assertThat(stands(3)).isEqualTo(at(5));

    assertThat(state().entries()).isEqualTo(ItemStatistics.NONE);
  }

  @Test
  void feed_entryIsDamaged_isNotAppliedAndOthersAre() {
    var partition = spawn(store);
    partition.tell(feed(1, null, at(5), put("a", "one"), put("b", "two")));
    assertThat(stands(1)).isEqualTo(at(5));
    store.damageRow(row("a"));

    partition.tell(feed(2, at(5), at(6), put("a", "changed"), put("b", "changed")));
    assertThat(feeder.receiveMessage()).isEqualTo(new Unreadable(2, id));
    partition.tell(feed(3, at(5), at(6), put("b", "changed")));

    assertThat(stands(3)).isEqualTo(at(6));
    assertThat(store.get(row("b")).toCompletableFuture().join())
        .isEqualTo(entry("changed").bytes());
  }

  @Test
  void look_afterARestart_isWhereItStood() {
    var partition = spawn(store);
    partition.tell(feed(1, null, at(5)));
    assertThat(stands(1)).isEqualTo(at(5));
    stop(partition);

    spawn(store).tell(new Look(2, "p0", feeder.ref()));

    assertThat(stands(2)).isEqualTo(at(5));
  }

  @Test
  void close_neverOpened_isForEver() {
    var partition = spawn(store);

    partition.tell(new Close(closer.ref()));
    closer.receiveMessage();
    partition.tell(feed(1, null, at(5), put("a", "late")));

    assertThat(feeder.receiveMessage()).isEqualTo(new Refused(1, id));
    stop(partition);
    var next = spawn(store);
    next.tell(new Look(2, "p0", feeder.ref()));
    assertThat(feeder.receiveMessage()).isEqualTo(new Refused(2, id));
    assertThat(state().open()).isFalse();
  }

  @Test
  void feed_neverOpenedAndIndexGone_isRefusedAndLeavesNothing() {
    mayOpen = false;
    var partition = spawn(store);

    partition.tell(feed(1, null, at(5), put("a", "late")));
    assertThat(feeder.receiveMessage()).isEqualTo(new Refused(1, id));
    shard.expectMessage(new Passivate<>(partition));
    partition.tell(new Look(2, "p0", feeder.ref()));
    assertThat(feeder.receiveMessage()).isEqualTo(new Refused(2, id));
    shard.expectMessage(new Passivate<>(partition));
    partition.tell(new Close(closer.ref()));
    closer.receiveMessage();
    shard.expectMessage(new Passivate<>(partition));

    assertThat(store.get(RowKeys.indexPartitionState(id)).toCompletableFuture().join()).isNull();
    assertThat(store.logIds()).doesNotContain(IndexPartitionActor.persistenceId(id).id());
  }

  @Test
  void close_again_answersAgain() {
    var partition = spawn(store);
    partition.tell(new Close(closer.ref()));
    partition.tell(new Close(closer.ref()));

    closer.receiveMessage();
    closer.receiveMessage();
    assertThat(state().lastCommit()).isEqualTo(1);
  }

  @Test
  void close_whileRowsAreRead_answersBehindThem() {
    var reads = new LinkedBlockingQueue<Runnable>();
    var partition = spawn(new DispatchedStore(store, reads::add));
    partition.tell(feed(1, null, at(5), put("a", "one")));
    partition.tell(new Close(closer.ref()));

    take(reads).run(); // The state.
    take(reads).run(); // The entries.

    assertThat(stands(1)).isEqualTo(at(5));
    closer.receiveMessage();
    assertThat(state().open()).isFalse();
  }

  @Test
  void close_rowsUnreadable_isAnsweredByTheNext() {
    var reads = new LinkedBlockingQueue<Runnable>();
    var partition = spawn(new DispatchedStore(store, reads::add));
    partition.tell(new Close(closer.ref()));
    var read = take(reads);
    store.failNextRead(new IllegalStateException("unreadable on purpose"));
    read.run();
    feeder.expectTerminated(partition);

    spawn(store).tell(new Close(closer.ref()));

    closer.receiveMessage();
  }

  private static Runnable take(LinkedBlockingQueue<Runnable> reads) {
    try {
      return reads.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ActorRef<Command> spawn(Store rows) {
    return running
        .database()
        .system()
        .systemActorOf(
            IndexPartitionActor.create(
                id, rows, new IndexPartitionEnvironment(_ -> mayOpen, (_, _) -> {}, shard.ref())),
            id + "-" + System.nanoTime(),
            Props.empty());
  }

  private void stop(ActorRef<Command> partition) {
    var classic = Adapter.toClassic(partition);
    Adapter.toClassic(running.database().system()).stop(classic);
    feeder.expectTerminated(partition);
  }

  private @Nullable SourcePosition stands(long round) {
    var standing = feeder.expectMessageClass(StandsAt.class);
    assertThat(standing.round()).isEqualTo(round);
    return standing.position();
  }

  private IndexPartitionState state() {
    byte[] row = store.get(RowKeys.indexPartitionState(id)).toCompletableFuture().join();
    assertThat(row).isNotNull();
    return row == null ? IndexPartitionState.NEW : IndexPartitionState.fromBytes(row);
  }

  private Feed feed(
      long round, @Nullable SourcePosition from, SourcePosition to, RowChange... changes) {
    return new Feed(round, "p0", from, to, List.of(changes), feeder.ref());
  }

  private RowChange put(String name, String value) {
    return RowChange.put(row(name), entry(value).bytes());
  }

  private RowChange remove(String name) {
    return RowChange.remove(row(name));
  }

  private byte[] row(String name) {
    return RowKeys.trigger(id + name); // Any row will do.
  }

  private static EncodedItem entry(String value) {
    return EncodedItem.of(new Item(Map.of("value", new S(value))));
  }

  private static SourcePosition at(long commit) {
    return SourcePosition.at(commit);
  }
}
