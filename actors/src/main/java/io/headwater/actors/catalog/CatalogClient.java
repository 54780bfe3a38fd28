package io.headwater.actors.catalog;

import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks for changes of the catalog. Stages fail with {@code DynamoDbException}. */
public interface CatalogClient {

  /** A table to create; every member is checked before. */
  record NewTable(
      String name,
      KeySchema keySchema,
      List<LocalSecondaryIndex> localSecondaryIndexes,
      List<NewIndex> globalSecondaryIndexes,
      TableSettings settings,
      Map<String, String> tags,
      @Nullable StreamViewType streamViewType) {
    public NewTable {
      localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
      globalSecondaryIndexes = List.copyOf(globalSecondaryIndexes);
      tags = Map.copyOf(tags);
    }
  }

  /** A global secondary index to create; every member is checked before. */
  record NewIndex(
      GlobalSecondaryIndex index,
      Throughput throughput,
      OnDemandThroughput onDemandThroughput,
      @Nullable WarmThroughput warmThroughput) {}

  /**
   * Creates a table. Completes when its partitions are open and every view has it as ACTIVE, with
   * the description as of its creation (status CREATING). Fails with ResourceInUseException if the
   * name is taken.
   */
  CompletionStage<TableDefinition> createTable(NewTable table);

  /**
   * Deletes a table. Completes when its partitions are closed and no view has it any more, with its
   * last description (status DELETING). Fails with ResourceNotFoundException if there is none, with
   * ResourceInUseException while it is being created or deleted, its stream is being switched, or
   * an index of it is being created or deleted, with ValidationException while it is protected.
   */
  CompletionStage<TableDefinition> deleteTable(String name);

  /**
   * Changes a table. Completes when its partitions heed the change and every view has it, with the
   * description as of its beginning: status UPDATING where partitions have to heed it. An index
   * that is created is filled after that, and one that is deleted goes after that. Fails with
   * ResourceNotFoundException, ResourceInUseException, ValidationException or
   * LimitExceededException.
   */
  CompletionStage<TableDefinition> updateTable(String name, TableUpdate update);

  /**
   * Sets and removes tags of a table. Fails with ResourceNotFoundException if there is none, with
   * ResourceInUseException if its tags would change while it is being created or deleted, with
   * ValidationException if it would have more than 50 tags.
   */
  CompletionStage<TableDefinition> updateTags(
      String tableName, Map<String, String> put, Set<String> removed);

  /**
   * Has items expire by an attribute, or ends that. Completes when the table's partitions heed it
   * and every view has it. Fails with ResourceNotFoundException, ResourceInUseException or
   * ValidationException.
   */
  CompletionStage<TableDefinition> updateTimeToLive(
      String tableName, boolean enabled, String attributeName);

  /**
   * Tells that a global secondary index that is BACKFILLING has all items. Completes when every
   * view has it as ACTIVE, or at once if the index is gone or not BACKFILLING.
   */
  CompletionStage<Void> indexBuilt(UUID tableId, int indexNumber);

  /**
   * Tells that all items that there were when a time to live was enabled are filed; whoever files
   * them begins when the table is not UPDATING. Completes when every view has it as ENABLED, or at
   * once if it is not ENABLING any more.
   *
   * @param generation which enabling it was
   */
  CompletionStage<Void> timeToLiveFiled(UUID tableId, long generation);
}
