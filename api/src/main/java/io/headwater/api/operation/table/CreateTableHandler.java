package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.Collections;
import java.util.concurrent.CompletionStage;

/**
 * CreateTable. Checks: those of {@link NewTableReader}, then that the name is free. The answer
 * shows the table as CREATING, but comes when it is ACTIVE.
 */
public final class CreateTableHandler implements OperationHandler {
  private final CatalogClient catalog;
  private final ResourceArns arns;
  private final TableDescriber describer;

  public CreateTableHandler(CatalogClient catalog, ResourceArns arns, TableDescriber describer) {
    this.catalog = catalog;
    this.arns = arns;
    this.describer = describer;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    return catalog
        .createTable(NewTableReader.read(request, arns))
        .thenApply(table -> describer.answer("TableDescription", table, nothingIn(table)));
  }

  private static TableStatistics nothingIn(TableDefinition table) {
    return new TableStatistics(
        ItemStatistics.NONE,
        Collections.nCopies(table.localSecondaryIndexes().size(), ItemStatistics.NONE),
        Collections.nCopies(table.globalSecondaryIndexes().size(), ItemStatistics.NONE));
  }
}
