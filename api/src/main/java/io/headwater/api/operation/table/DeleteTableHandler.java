package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/**
 * DeleteTable. Checks: the table exists, and is not being created or deleted. The answer shows the
 * table as DELETING, but comes when nobody finds it any more.
 */
public final class DeleteTableHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;
  private final CatalogClient catalog;
  private final ResourceArns arns;

  public DeleteTableHandler(
      TableLookup tables, TableReader reader, CatalogClient catalog, ResourceArns arns) {
    this.tables = tables;
    this.reader = reader;
    this.catalog = catalog;
    this.arns = arns;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request) {
    TableDefinition table = tables.forDescription(request.requiredText("TableName"));
    return reader
        .statistics(table)
        .thenCompose(statistics ->
            catalog
                .deleteTable(table.name())
                .thenApply(deleted ->
                    new TableDescriptionAnswer(
                        "TableDescription", new TableDescription(deleted, statistics, arns))));
  }
}
