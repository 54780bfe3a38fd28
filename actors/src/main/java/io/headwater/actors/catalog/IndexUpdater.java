package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.ThroughputRules.limitExceeded;
import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.ThroughputUpdate;
import io.headwater.actors.catalog.ThroughputRules.Subject;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.LocalSecondaryIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a table's global secondary indexes are after an update (query reference §6). */
final class IndexUpdater {
  private static final int MAX_UPDATES = 5;

  private final TableDefinition table;
  private final TableUpdate update;
  private final TableFactory factory;
  private final long nowMillis;

  /** An update at a moment (epoch milliseconds). */
  IndexUpdater(TableDefinition table, TableUpdate update, TableFactory factory, long nowMillis) {
    this.table = table;
    this.update = update;
    this.factory = factory;
    this.nowMillis = nowMillis;
  }

  /** Whether partitions have to know of the indexes that an update creates or deletes. */
  static boolean createsOrDeletes(TableUpdate update) {
    return onlineUpdates(update) > 0;
  }

  private static long onlineUpdates(TableUpdate update) {
    return update.indexUpdates().stream()
        .filter(index -> !(index instanceof IndexUpdate.Update))
        .count();
  }

  /**
   * The indexes after the update.
   *
   * @param onDemand whether the table is in on-demand mode after it
   * @throws DynamoDbException ValidationException, ResourceInUseException,
   *     ResourceNotFoundException or LimitExceededException
   */
  List<GlobalIndex> updated(boolean onDemand) {
    if (onlineUpdates(update) > 1 || update.indexUpdates().size() > MAX_UPDATES) {
      throw oneAtATime();
    }
    List<GlobalIndex> indexes = switched(onDemand);
    for (IndexUpdate index : update.indexUpdates()) {
      switch (index) {
        case IndexUpdate.Create create -> indexes.add(created(create, onDemand));
        case IndexUpdate.Update changed ->
            replace(indexes, changed(existing(indexes, changed), changed.throughput(), onDemand));
        case IndexUpdate.Delete delete -> replace(indexes, deleted(delete));
      }
    }
    return indexes;
  }

  private static void replace(List<GlobalIndex> indexes, GlobalIndex changed) {
    indexes.replaceAll(index -> index.number() == changed.number() ? changed : index);
  }

  /** The indexes in the table's new billing mode; where it is the old one, as they are. */
  private List<GlobalIndex> switched(boolean onDemand) {
    var indexes = new ArrayList<>(table.globalSecondaryIndexes());
    if (onDemand == table.settings().isOnDemand()) {
      return indexes;
    }
    if (!onDemand) {
      requireThroughputOfAll();
    }
    indexes.replaceAll(index -> {
      var warm = ThroughputRules.warm(!onDemand, index.throughput(), index.warmThroughput());
      return onDemand
          ? index.withThroughput(Throughput.ON_DEMAND, index.onDemandThroughput(), warm)
          : index.withThroughput(capacityOf(index), OnDemandThroughput.UNLIMITED, warm);
    });
    return indexes;
  }

  private void requireThroughputOfAll() {
    for (GlobalIndex index : table.globalSecondaryIndexes()) {
      if (index.status() != IndexStatus.DELETING && wanted(index) == null) {
        throw invalidParameter(
            "ProvisionedThroughput must be specified for index: " + index.name());
      }
    }
  }

  private Throughput capacityOf(GlobalIndex index) {
    Capacity wanted = wanted(index);
    return wanted == null
        ? Throughput.of(1, 1)
        : Throughput.of(wanted.readCapacityUnits(), wanted.writeCapacityUnits());
  }

  private @Nullable Capacity wanted(GlobalIndex index) {
    for (IndexUpdate indexUpdate : update.indexUpdates()) {
      if (indexUpdate instanceof IndexUpdate.Update(String name, ThroughputUpdate throughput)
          && name.equals(index.name())) {
        return throughput.provisioned();
      }
    }
    return null;
  }

  private GlobalIndex existing(List<GlobalIndex> indexes, IndexUpdate.Update changed) {
    for (GlobalIndex index : indexes) {
      if (index.name().equals(changed.name())) {
        if (index.status() == IndexStatus.DELETING) {
          throw beingDeleted(index);
        }
        return index;
      }
    }
    throw notGlobal(changed.name(), "update");
  }

  /** The error for a name that no global secondary index of the table has. */
  private DynamoDbException notGlobal(String name, String verb) {
    if (LocalSecondaryIndex.named(name, table.localSecondaryIndexes()) != null) {
      return DynamoDbException.validation(
          "Cannot " + verb + " an index that is not a GlobalSecondaryIndex: " + name);
    }
    return new DynamoDbException(
        DynamoDbError.of(
            ErrorCode.RESOURCE_NOT_FOUND,
            "Requested resource not found: Index " + name + " for table " + table.name()));
  }

  /**
   * An index with another throughput.
   *
   * @param index in the table's new billing mode; where that is another than the old one, it has
   *     the wanted capacity already
   */
  private GlobalIndex changed(GlobalIndex index, ThroughputUpdate wanted, boolean onDemand) {
    var subject = Subject.index(index.name());
    boolean switches = onDemand != table.settings().isOnDemand();
    Throughput throughput = index.throughput();
    Capacity capacity = wanted.provisioned();
    requireFittingMode(index.name(), wanted, onDemand);
    if (capacity != null) {
      throughput =
          switches
              ? index.throughput()
              : ThroughputRules.changed(subject, index.throughput(), capacity, nowMillis);
    }
    var maximum = index.onDemandThroughput();
    if (wanted.onDemand() != null) {
      maximum = ThroughputRules.changedMaximum(subject, onDemand, maximum, wanted.onDemand());
    }
    return index.withThroughput(throughput, maximum, warm(index, throughput, wanted, onDemand));
  }

  /** What an index is warm for after a change; it never becomes less. */
  private static @Nullable WarmThroughput warm(
      GlobalIndex index, Throughput throughput, ThroughputUpdate wanted, boolean onDemand) {
    if (wanted.warm() == null && throughput.equals(index.throughput())) {
      return index.warmThroughput();
    }
    var before = ThroughputRules.warm(onDemand, index.throughput(), index.warmThroughput());
    var now = ThroughputRules.warm(onDemand, throughput, before);
    return wanted.warm() == null
        ? now
        : ThroughputRules.changedWarm(Subject.index(index.name()), now, wanted.warm());
  }

  /** Rejects an update that changes nothing that the index has in its table's billing mode. */
  private static void requireFittingMode(String name, ThroughputUpdate wanted, boolean onDemand) {
    boolean changesMaximum =
        wanted.onDemand() != null && !wanted.onDemand().equals(OnDemandThroughput.UNLIMITED);
    boolean changesLimits = changesMaximum || wanted.warm() != null;
    if (onDemand && (wanted.provisioned() != null || !changesLimits)) {
      throw invalidParameter(
          "The only Updates for index: "
              + name
              + " when TableThroughputMode is PAY_PER_REQUEST can be to OnDemandThroughput,"
              + " WarmThroughput");
    }
    if (!onDemand && wanted.provisioned() == null && !changesLimits) {
      throw invalidParameter("ProvisionedThroughput must be specified for index: " + name);
    }
  }

  private GlobalIndex created(IndexUpdate.Create create, boolean onDemand) {
    var wanted = create.index();
    String name = wanted.index().name();
    if (table.globalIndex(name) != null
        || LocalSecondaryIndex.named(name, table.localSecondaryIndexes()) != null) {
      throw DynamoDbException.validation("Attempting to create an index which already exists");
    }
    IndexRules.requireSameTypes(table, wanted.index().keySchema());
    requireNoOtherUnderWay(null);
    if (table.globalSecondaryIndexes().size() >= GlobalSecondaryIndex.MAX_PER_TABLE) {
      throw limitExceeded(
          "Number of global secondary indexes exceeds per-table limit of "
              + GlobalSecondaryIndex.MAX_PER_TABLE);
    }
    boolean hasThroughput = !wanted.throughput().equals(Throughput.ON_DEMAND);
    if (hasThroughput && onDemand) {
      throw invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: "
              + name
              + " when BillingMode is PAY_PER_REQUEST");
    }
    if (!hasThroughput && !onDemand) {
      throw invalidParameter(
          "Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: " + name);
    }
    IndexRules.requireFewProjected(
        Stream.concat(projections(table), Stream.of(wanted.index().projection())));
    return factory.index(table.id(), table.nextIndexNumber(), wanted);
  }

  private static Stream<IndexProjection> projections(TableDefinition table) {
    return Stream.concat(
        table.localSecondaryIndexes().stream().map(LocalSecondaryIndex::projection),
        table.globalSecondaryIndexes().stream().map(index -> index.index().projection()));
  }

  private GlobalIndex deleted(IndexUpdate.Delete delete) {
    GlobalIndex index = table.globalIndex(delete.name());
    if (index == null) {
      throw notGlobal(delete.name(), "delete");
    }
    if (index.status() == IndexStatus.DELETING) {
      throw beingDeleted(index);
    }
    requireNoOtherUnderWay(index);
    return index.withStatus(IndexStatus.DELETING);
  }

  /** An index that is being filled can be deleted, but no other one meanwhile. */
  private void requireNoOtherUnderWay(@Nullable GlobalIndex index) {
    Set<IndexStatus> statuses = new HashSet<>();
    for (GlobalIndex other : table.globalSecondaryIndexes()) {
      if (index == null || other.number() != index.number()) {
        statuses.add(other.status());
      }
    }
    statuses.remove(IndexStatus.ACTIVE);
    if (!statuses.isEmpty()) {
      throw oneAtATime();
    }
  }

  private static DynamoDbException oneAtATime() {
    return limitExceeded("Only 1 online index can be created or deleted simultaneously per table");
  }

  private static DynamoDbException beingDeleted(GlobalIndex index) {
    return new DynamoDbException(
        DynamoDbError.of(
            ErrorCode.RESOURCE_IN_USE,
            "Attempt to change a resource which is still in use: Index is being deleted: "
                + index.name()));
  }
}
