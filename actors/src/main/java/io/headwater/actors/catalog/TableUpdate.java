package io.headwater.actors.catalog;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a table. Null: it stays. Checked before is what can be checked without the
 * table; {@link TableUpdater} checks the rest.
 *
 * @param indexUpdates of global secondary indexes, each index once
 */
public record TableUpdate(
    @Nullable BillingMode billingMode,
    ThroughputUpdate throughput,
    @Nullable TableClass tableClass,
    @Nullable Boolean deletionProtection,
    @Nullable EncryptionUpdate encryption,
    @Nullable StreamUpdate stream,
    List<IndexUpdate> indexUpdates) {

  public TableUpdate {
    indexUpdates = List.copyOf(indexUpdates);
  }

  /** Whether it is about deletion protection and nothing else, which takes no time. */
  public boolean isDeletionProtectionOnly() {
    return deletionProtection != null
        && equals(
            new TableUpdate(
                null, ThroughputUpdate.NONE, null, deletionProtection, null, null, List.of()));
  }

  /** Reports whether it deletes indexes and does nothing else. */
  public boolean isIndexDeletionOnly() {
    return !indexUpdates.isEmpty()
        && indexUpdates.stream().allMatch(IndexUpdate.Delete.class::isInstance)
        && equals(
            new TableUpdate(null, ThroughputUpdate.NONE, null, null, null, null, indexUpdates));
  }

  /** Provisioned capacity units. */
  public record Capacity(long readCapacityUnits, long writeCapacityUnits) {}

  /** What is to be warm, in units a second; null: as much as it is now. */
  public record WarmUpdate(@Nullable Long readUnitsPerSecond, @Nullable Long writeUnitsPerSecond) {}

  /**
   * What a table or an index can take.
   *
   * @param onDemand null members stay, {@link ThroughputRules#NO_MAXIMUM} ones end
   */
  public record ThroughputUpdate(
      @Nullable Capacity provisioned,
      @Nullable OnDemandThroughput onDemand,
      @Nullable WarmUpdate warm) {
    public static final ThroughputUpdate NONE = new ThroughputUpdate(null, null, null);

    public boolean isEmpty() {
      return equals(NONE);
    }
  }

  /**
   * How a table is to be described as encrypted.
   *
   * @param keyArn null: by the service's own key
   * @param namesArn whether the request names the key by its ARN, not by id or alias
   */
  public record EncryptionUpdate(@Nullable String keyArn, boolean namesArn) {}

  /**
   * A stream to begin or to end.
   *
   * @param viewType of the new stream; null: the stream ends
   */
  public record StreamUpdate(@Nullable StreamViewType viewType) {}

  /** A change of one global secondary index. */
  public sealed interface IndexUpdate {
    String name();

    /** An index to create; its items are added in the background. */
    record Create(NewIndex index) implements IndexUpdate {
      @Override
      public String name() {
        return index.index().name();
      }
    }

    /** Another throughput. */
    record Update(String name, ThroughputUpdate throughput) implements IndexUpdate {}

    /** An index to delete. */
    record Delete(String name) implements IndexUpdate {}
  }
}
