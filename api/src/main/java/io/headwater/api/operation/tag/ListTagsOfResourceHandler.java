package io.headwater.api.operation.tag;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * ListTagsOfResource. Checks: the ARN, the table exists. Returns all tags, sorted by key, in one
 * answer and ignores NextToken.
 */
public final class ListTagsOfResourceHandler implements OperationHandler {
  private final CatalogView catalog;

  public ListTagsOfResourceHandler(CatalogView catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var tags = TaggedResource.of(request.text("ResourceArn")).table(catalog).tags();
    return CompletableFuture.completedFuture(generator -> write(generator, tags));
  }

  private static void write(JsonGenerator generator, Map<String, String> tags) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Tags");
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      generator.writeStartObject();
      generator.writeStringField("Key", tag.getKey());
      generator.writeStringField("Value", tag.getValue());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
