package io.headwater.api.operation.table;

import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.catalog.TableUpdate.WarmUpdate;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.Structure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what requests say of the throughput of tables and indexes. */
final class ThroughputReader {
  /** The most capacity units that a request may name. */
  private static final long MAX_CAPACITY_UNITS = 1_000_000_000_000L;

  private ThroughputReader() {}

  /**
   * All that a table or index is to be able to take.
   *
   * @param indexName null: it is the table's
   */
  static ThroughputUpdate update(Structure owner, @Nullable String indexName) {
    return new ThroughputUpdate(capacity(owner, indexName), maximum(owner), warm(owner));
  }

  /**
   * Provisioned throughput; null if there is none.
   *
   * @param indexName null: it is the table's
   * @throws DynamoDbException a ValidationException for too much of it
   */
  static @Nullable Capacity capacity(Structure owner, @Nullable String indexName) {
    Structure throughput = owner.structure("ProvisionedThroughput");
    return throughput == null
        ? null
        : new Capacity(
            units(throughput, "ReadCapacityUnits", indexName),
            units(throughput, "WriteCapacityUnits", indexName));
  }

  private static long units(Structure throughput, String member, @Nullable String indexName) {
    long units = Objects.requireNonNull(throughput.number(member));
    if (units > MAX_CAPACITY_UNITS) {
      String where = indexName == null ? "" : " for index " + indexName;
      throw DynamoDbException.validation(
          "Given value " + units + " for " + member + " is out of bounds" + where);
    }
    return units;
  }

  /** The most that is to be consumed on demand; null if nothing is said of it. */
  static @Nullable OnDemandThroughput maximum(Structure owner) {
    Structure maximum = owner.structure("OnDemandThroughput");
    return maximum == null
        ? null
        : new OnDemandThroughput(
            maximum.number("MaxReadRequestUnits"), maximum.number("MaxWriteRequestUnits"));
  }

  /** What is to be warm; null if nothing is said of it. */
  static @Nullable WarmUpdate warm(Structure owner) {
    Structure warm = owner.structure("WarmThroughput");
    return warm == null
        ? null
        : new WarmUpdate(warm.number("ReadUnitsPerSecond"), warm.number("WriteUnitsPerSecond"));
  }
}
