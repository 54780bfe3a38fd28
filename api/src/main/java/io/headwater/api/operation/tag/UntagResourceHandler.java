package io.headwater.api.operation.tag;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * UntagResource. Checks: there is an ARN, it looks like one, there are TagKeys, it is a table's,
 * there is a key, the table exists. Keys that the table has no tag of are no fault. The answer is
 * empty.
 */
public final class UntagResourceHandler implements OperationHandler {
  private final CatalogView catalog;
  private final CatalogClient client;
  private final ResourceArns arns;

  public UntagResourceHandler(CatalogView catalog, CatalogClient client, ResourceArns arns) {
    this.catalog = catalog;
    this.client = client;
    this.arns = arns;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var resource =
        TaggedResource.of(request.text("ResourceArn"), "UntagResource", arns.accountId());
    List<String> keys = request.texts("TagKeys");
    if (keys == null) {
      throw TaggedResource.missing("tagKeys");
    }
    resource.requireTableArn();
    if (keys.isEmpty()) {
      throw DynamoDbException.validation("Atleast one Tag Key needs to be provided as Input.");
    }
    String table = resource.table(catalog, "Requested resource not found").name();
    return client.updateTags(table, Map.of(), Set.copyOf(keys)).thenApply(_ -> _ -> {});
  }
}
