package io.headwater.api.operation.tag;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TagRules;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * TagResource. Checks: the ARN, there are Tags, there is a tag, the tags are allowed, the table
 * exists and will have 50 tags at most. The answer is empty.
 */
public final class TagResourceHandler implements OperationHandler {
  private final CatalogView catalog;
  private final CatalogClient client;

  public TagResourceHandler(CatalogView catalog, CatalogClient client) {
    this.catalog = catalog;
    this.client = client;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var resource = TaggedResource.of(request.text("ResourceArn"));
    List<Structure> tags = request.structures("Tags");
    if (tags == null) {
      throw TaggedResource.missing("tags");
    }
    if (tags.isEmpty()) {
      throw DynamoDbException.validation("Atleast one Tag needs to be provided as Input.");
    }
    Map<String, String> put = TagRules.read(tags);
    String table = resource.table(catalog).name();
    return client.updateTags(table, put, Set.of()).thenApply(_ -> _ -> {});
  }
}
