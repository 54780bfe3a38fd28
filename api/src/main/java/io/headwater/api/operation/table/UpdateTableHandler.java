package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/**
 * UpdateTable. Checks: those of {@link TableUpdateReader}, of which some need the table to exist,
 * then the catalog's: that it is ACTIVE, throughput, indexes, stream. The answer shows the table as
 * UPDATING, but comes when the change holds, be it that a new index has still to be filled. Only
 * deletion protection takes no time at all.
 */
public final class UpdateTableHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;
  private final CatalogClient catalog;
  private final ResourceArns arns;
  private final TableDescriber describer;

  public UpdateTableHandler(
      TableLookup tables,
      TableReader reader,
      CatalogClient catalog,
      ResourceArns arns,
      TableDescriber describer) {
    this.tables = tables;
    this.reader = reader;
    this.catalog = catalog;
    this.arns = arns;
    this.describer = describer;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var updateReader = new TableUpdateReader(request, arns);
    TableDefinition table = tables.forDescription(request.requiredText("TableName"));
    TableUpdate update = updateReader.read(table);
    return catalog
        .updateTable(table.name(), update)
        .thenApply(updated -> shown(updated, update))
        .thenCompose(updated ->
            reader
                .statistics(updated)
                .thenApply(
                    statistics -> describer.answer("TableDescription", updated, statistics)));
  }

  /** The answer repeats that a maximum is to end; later descriptions don't have it. */
  private static TableDefinition shown(TableDefinition updated, TableUpdate update) {
    if (update.isDeletionProtectionOnly()) {
      return updated;
    }
    var builder = updated.change().status(TableStatus.UPDATING);
    OnDemandThroughput wanted = update.throughput().onDemand();
    if (wanted != null) {
      var now = updated.settings().onDemandThroughput();
      builder.settings(
          updated
              .settings()
              .withOnDemandThroughput(
                  new OnDemandThroughput(
                      wanted.maxReadRequestUnits() == null
                          ? now.maxReadRequestUnits()
                          : wanted.maxReadRequestUnits(),
                      wanted.maxWriteRequestUnits() == null
                          ? now.maxWriteRequestUnits()
                          : wanted.maxWriteRequestUnits())));
    }
    return builder.build();
  }
}
