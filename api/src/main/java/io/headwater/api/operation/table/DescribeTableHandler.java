package io.headwater.api.operation.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.table.TableReader;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/** DescribeTable. Checks: the table exists, in whatever status. Counts are exact, not hours old. */
public final class DescribeTableHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;
  private final TableDescriber describer;

  public DescribeTableHandler(TableLookup tables, TableReader reader, TableDescriber describer) {
    this.tables = tables;
    this.reader = reader;
    this.describer = describer;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    TableDefinition table = tables.forDescription(request.requiredText("TableName"));
    return reader
        .statistics(table)
        .thenApply(statistics -> describer.answer("Table", table, statistics));
  }
}
