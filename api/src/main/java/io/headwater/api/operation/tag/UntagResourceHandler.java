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
 * UntagResource. Checks: the ARN, there are TagKeys, there is a key, the keys are allowed, the
 * table exists. Keys that the table does not have are ignored. The answer is empty.
 */
public final class UntagResourceHandler implements OperationHandler {
  private final CatalogView catalog;
  private final CatalogClient client;

  public UntagResourceHandler(CatalogView catalog, CatalogClient client) {
    this.catalog = catalog;
    this.client = client;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var resource = TaggedResource.of(request.text("ResourceArn"));
    List<String> keys = request.texts("TagKeys");
    if (keys == null) {
      throw TaggedResource.missing("tagKeys");
    }
    if (keys.isEmpty()) {
      throw DynamoDbException.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    Set<String> removed = TagRules.readKeys(keys);
    String table = resource.table(catalog).name();
    return client.updateTags(table, Map.of(), removed).thenApply(_ -> _ -> {});
  }
}
