package io.headwater.actors.catalog;

import io.headwater.actors.catalog.TableDefinition.BillingMode;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.StreamViewType;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks for changes of the catalog. Stages fail with {@code DynamoDbException}. */
public interface CatalogClient {

  /** A table to create; every member is checked before. */
  record NewTable(
      String name,
      KeySchema keySchema,
      List<LocalSecondaryIndex> localSecondaryIndexes,
      BillingMode billingMode,
      long readCapacityUnits,
      long writeCapacityUnits,
      @Nullable StreamViewType streamViewType) {
    public NewTable {
      localSecondaryIndexes = List.copyOf(localSecondaryIndexes);
    }
  }

  /**
   * Creates a table. Completes when its partitions are open and every view has it as ACTIVE, with
   * the description as of its creation (status CREATING). Fails with ResourceInUseException if the
   * name is taken.
   */
  CompletionStage<TableDefinition> createTable(NewTable table);

  /**
   * Deletes a table. Completes when its partitions are closed and no view has it any more, with its
   * last description (status DELETING). Fails with ResourceNotFoundException if there is none, with
   * ResourceInUseException while it is being created or deleted.
   */
  CompletionStage<TableDefinition> deleteTable(String name);
}
