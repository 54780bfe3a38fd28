package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.table.TableReader;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/**
 * DeleteTable. Checks: the table exists, is not being created or deleted, neither its stream nor an
 * index is being changed, and it is not protected. The answer shows the table as DELETING, but is
 * sent when the table is gone. As DynamoDB's, it leaves keys, indexes and creation time out.
 */
public final class DeleteTableHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;
  private final CatalogClient catalog;
  private final TableDescriber describer;

  public DeleteTableHandler(
      TableLookup tables, TableReader reader, CatalogClient catalog, TableDescriber describer) {
    this.tables = tables;
    this.reader = reader;
    this.catalog = catalog;
    this.describer = describer;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    TableDefinition table = tables.forDescription(request.requiredText("TableName"));
    return reader
        .statistics(table)
        .thenCompose(statistics ->
            catalog
                .deleteTable(table.name())
                .thenApply(deleted -> describer.deleted(deleted, statistics)));
  }
}
