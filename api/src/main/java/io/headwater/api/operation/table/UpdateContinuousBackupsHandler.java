package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * UpdateContinuousBackups. Checks: the table exists, and point-in-time recovery is not to be
 * enabled, because there is none.
 */
public final class UpdateContinuousBackupsHandler implements OperationHandler {
  private final CatalogView catalog;

  public UpdateContinuousBackupsHandler(CatalogView catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    ContinuousBackups.requireTable(catalog, request.requiredText("TableName"));
    Structure specification =
        Objects.requireNonNull(request.structure("PointInTimeRecoverySpecification"));
    if (specification.flag("PointInTimeRecoveryEnabled")) {
      throw invalidParameter("PointInTimeRecoveryEnabled is not supported by Headwater");
    }
    return CompletableFuture.completedFuture(ContinuousBackups::write);
  }
}
