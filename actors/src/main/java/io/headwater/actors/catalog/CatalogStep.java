package io.headwater.actors.catalog;

import io.headwater.persistence.store.KeyRange;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A message that the catalog sends to itself. */
sealed interface CatalogStep extends Catalog.Command {

  record RowsRead(@Nullable CatalogRows rows, @Nullable Throwable failure) implements CatalogStep {}

  /** Goes on with a table where its definition says that it stands. */
  record TakeUp(UUID tableId) implements CatalogStep {}

  /**
   * Partitions did what {@link TableSteps} asked of them, or did not answer.
   *
   * @param commits the commit of each partition; null with a failure
   */
  record StepDone(
      TableSteps.Step step, @Nullable Map<String, Long> commits, @Nullable Throwable failure)
      implements CatalogStep {}

  /**
   * What is left to remove of a deleted table or index.
   *
   * @param whenDone that nothing is left
   * @param rows one range after the other
   * @param entities whose states and logs are removed after the rows, one range after the other
   * @param keepsPartitions whether a table's partitions are left, because its stream is still read
   */
  record PurgeStep(
      CatalogChange whenDone,
      List<KeyRange> rows,
      List<EntityStates> entities,
      boolean keepsPartitions)
      implements CatalogStep {}

  /**
   * The state rows of closed partitions or index partitions.
   *
   * @param logIdOf the log of the one that has a row's key
   */
  record EntityStates(KeyRange rows, Function<byte[], String> logIdOf) {}

  @SuppressWarnings("ArrayRecordComponent") // A message to itself; never compared.
  record PurgeStepDone(PurgeStep step, byte @Nullable [] nextRow, @Nullable Throwable failure)
      implements CatalogStep {}

  /** Time to forget streams that have ended long ago. */
  enum SweepStreams implements CatalogStep {
    INSTANCE
  }
}
