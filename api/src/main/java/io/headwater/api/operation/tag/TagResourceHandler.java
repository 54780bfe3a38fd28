package io.headwater.api.operation.tag;

import io.headwater.actors.catalog.CatalogClient;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
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
 * TagResource. Checks: there is an ARN, it looks like one, there are Tags, it is a table's, there
 * is a tag, the tags are allowed, the table exists, it has 50 at most then. The answer is empty.
 */
public final class TagResourceHandler implements OperationHandler {
  private final CatalogView catalog;
  private final CatalogClient client;
  private final ResourceArns arns;

  public TagResourceHandler(CatalogView catalog, CatalogClient client, ResourceArns arns) {
    this.catalog = catalog;
    this.client = client;
    this.arns = arns;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var resource = TaggedResource.of(request.text("ResourceArn"), "TagResource", arns.accountId());
    List<Structure> tags = request.structures("Tags");
    if (tags == null) {
      throw TaggedResource.missing("tags");
    }
    resource.requireTableArn();
    if (tags.isEmpty()) {
      throw DynamoDbException.validation("Atleast one Tag needs to be provided as Input.");
    }
    Map<String, String> put = TagRules.read(tags);
    String table = resource.table(catalog).name();
    return client.updateTags(table, put, Set.of()).thenApply(_ -> _ -> {});
  }
}
