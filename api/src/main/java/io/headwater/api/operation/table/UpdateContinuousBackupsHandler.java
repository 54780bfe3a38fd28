package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * UpdateContinuousBackups. Checks: a recovery period comes with recovery enabled, the table exists,
 * and point-in-time recovery is not enabled, because there is none.
 */
public final class UpdateContinuousBackupsHandler implements OperationHandler {
  private final CatalogView catalog;

  public UpdateContinuousBackupsHandler(CatalogView catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Structure specification =
        Objects.requireNonNull(request.structure("PointInTimeRecoverySpecification"));
    boolean enabled = specification.flag("PointInTimeRecoveryEnabled");
    if (!enabled && specification.has("RecoveryPeriodInDays")) {
      throw DynamoDbException.validation(
          "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time"
              + " recovery.");
    }
    ContinuousBackups.requireTable(catalog, request.requiredText("TableName"));
    if (enabled) {
      throw invalidParameter("PointInTimeRecoveryEnabled is not supported by Headwater");
    }
    return CompletableFuture.completedFuture(ContinuousBackups::write);
  }
}
