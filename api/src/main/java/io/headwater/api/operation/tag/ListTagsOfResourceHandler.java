package io.headwater.api.operation.tag;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ListTagsOfResource: ten tags a page, by key. Checks: there is an ARN, it looks like one, it is a
 * table's, the token is one of ours, the table exists.
 */
public final class ListTagsOfResourceHandler implements OperationHandler {
  private static final int PAGE_SIZE = 10;

  private final CatalogView catalog;
  private final ResourceArns arns;

  public ListTagsOfResourceHandler(CatalogView catalog, ResourceArns arns) {
    this.catalog = catalog;
    this.arns = arns;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var resource =
        TaggedResource.of(request.text("ResourceArn"), "ListTagsOfResource", arns.accountId());
    resource.requireTableArn();
    String lastKey = lastKey(request.text("NextToken"));
    NavigableMap<String, String> tags = resource.table(catalog).tags();
    NavigableMap<String, String> rest = lastKey == null ? tags : tags.tailMap(lastKey, false);
    NavigableMap<String, String> page = new TreeMap<>();
    for (Map.Entry<String, String> tag : rest.entrySet()) {
      if (page.size() == PAGE_SIZE) {
        break;
      }
      page.put(tag.getKey(), tag.getValue());
    }
    boolean more = page.size() < rest.size();
    return CompletableFuture.completedFuture(generator -> write(generator, page, more));
  }

  private static void write(
      JsonGenerator generator, NavigableMap<String, String> page, boolean more) throws IOException {
    generator.writeStartObject();
    generator.writeArrayFieldStart("Tags");
    for (Map.Entry<String, String> tag : page.entrySet()) {
      generator.writeStartObject();
      generator.writeStringField("Key", tag.getKey());
      generator.writeStringField("Value", tag.getValue());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    if (more) {
      byte[] lastKey = page.lastKey().getBytes(StandardCharsets.UTF_8);
      generator.writeStringField("NextToken", Base64.getUrlEncoder().encodeToString(lastKey));
    }
    generator.writeEndObject();
  }

  private static @Nullable String lastKey(@Nullable String token) {
    try {
      return token == null
          ? null
          : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw DynamoDbException.validation("Invalid NextToken");
    }
  }
}
