package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** DescribeContinuousBackups. Checks: the table exists. There is no point-in-time recovery. */
public final class DescribeContinuousBackupsHandler implements OperationHandler {
  private final CatalogView catalog;

  public DescribeContinuousBackupsHandler(CatalogView catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    ContinuousBackups.requireTable(catalog, request.requiredText("TableName"));
    return CompletableFuture.completedFuture(ContinuousBackups::write);
  }
}
