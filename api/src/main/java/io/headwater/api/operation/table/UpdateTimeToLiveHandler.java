package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * UpdateTimeToLive. Checks, all the catalog's: the table exists, is ACTIVE or UPDATING, and does
 * not have the requested time to live; the last change was long enough ago. The answer repeats the
 * specification.
 */
public final class UpdateTimeToLiveHandler implements OperationHandler {
  private final CatalogClient catalog;

  public UpdateTimeToLiveHandler(CatalogClient catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Structure specification = Objects.requireNonNull(request.structure("TimeToLiveSpecification"));
    boolean enabled = specification.flag("Enabled");
    String attributeName = specification.requiredText("AttributeName");
    String table = ResourceArns.tableName(request.requiredText("TableName"));
    return catalog
        .updateTimeToLive(table, enabled, attributeName)
        .thenApply(_ -> generator -> write(generator, enabled, attributeName));
  }

  private static void write(JsonGenerator generator, boolean enabled, String attributeName)
      throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("TimeToLiveSpecification");
    generator.writeBooleanField("Enabled", enabled);
    generator.writeStringField("AttributeName", attributeName);
    generator.writeEndObject();
    generator.writeEndObject();
  }
}
