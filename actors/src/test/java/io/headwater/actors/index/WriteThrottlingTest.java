package io.headwater.actors.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.KeyHash;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.actors.routing.RoutingSettings;
import io.headwater.actors.routing.ShardedPartitionRouter;
import io.headwater.actors.testing.PlainIndex;
import io.headwater.actors.testing.RunningDatabase;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.Admission;
import io.headwater.persistence.testing.InMemoryStore;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A router whose account of the indexes' lag is the test's own. */
class WriteThrottlingTest {
  private static final ItemKey KEY = new ItemKey(new S("p"), new N(BigDecimal.ONE));

  private final InMemoryStore store = new InMemoryStore();
  private final RunningDatabase running = RunningDatabase.start(store);
  private final IndexLag lag = new IndexLag(10);
  private final PartitionRouter router = router();

  @AfterEach
  void stop() {
    running.close();
    store.close();
  }

  @Test
  void write_indexTooFarBehind_isThrottledUntilItIsNot() {
    var table = create(Tables.ON_DEMAND);
    var fed = lag.begin(partitionId(table), 0, () -> {});
    fed.through(5, true);
    lag.committed(partitionId(table), 15);
    assertThat(put(table).join()).isInstanceOf(Done.class);

    lag.committed(partitionId(table), 16);
    var error = errorOf(put(table));
    assertThat(error.code()).isEqualTo(ErrorCode.THROTTLING);
    assertThat(error.message()).startsWith("Throughput exceeds the current capacity of your table");

    fed.through(6, true);
    assertThat(put(table).join()).isInstanceOf(Done.class);
  }

  @Test
  void write_indexOfAProvisionedTableTooFarBehind_namesTheIndexes() {
    var table = create(TableSettings.of(BillingMode.PROVISIONED, Throughput.of(5, 5)));
    lag.begin(partitionId(table), 0, () -> {}).through(5, true);
    lag.committed(partitionId(table), 16);

    var error = errorOf(put(table));

    assertThat(error.code()).isEqualTo(ErrorCode.PROVISIONED_THROUGHPUT_EXCEEDED);
    assertThat(error.message())
        .startsWith(
            "The level of configured provisioned throughput for one or more global secondary"
                + " indexes of the table was exceeded.");
  }

  private PartitionRouter router() {
    var system = running.database().system();
    return new ShardedPartitionRouter(
        system,
        ClusterSharding.get(system),
        DispatcherSelector.defaultDispatcher(),
        RoutingSettings.from(system.settings().config()),
        () -> Admission.ALL,
        lag);
  }

  private TableDefinition create(TableSettings settings) {
    running.createTable("orders", PlainIndex.named("keys"), settings);
    return Objects.requireNonNull(running.database().catalog().table("orders"));
  }

  private static String partitionId(TableDefinition table) {
    return table.partitionOf(KeyHash.of(table, KEY.partitionKey())).partitionId();
  }

  private CompletableFuture<WriteResult> put(TableDefinition table) {
    var item = EncodedItem.of(PlainIndex.randomItem(new Random(1), KEY));
    return router.write(table, new Write.Put(KEY, item, null, false)).toCompletableFuture();
  }

  private static DynamoDbError errorOf(CompletableFuture<WriteResult> result) {
    var failure = result.handle((_, thrown) -> thrown).join();
    assertThat(failure).isInstanceOf(DynamoDbException.class);
    return ((DynamoDbException) failure).error();
  }
}
