package io.headwater.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.Tables;
import io.headwater.api.operation.table.DescribeContinuousBackupsHandler;
import io.headwater.api.operation.table.DescribeTimeToLiveHandler;
import io.headwater.api.operation.tag.ListTagsOfResourceHandler;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.api.testing.TestMemory;
import org.apache.pekko.util.ByteString;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What operations answer while their table is being created or deleted. */
final class TableStatusTest {
  private static final ServiceModel MODEL = ServiceModel.load();

  private final FakeCatalogView catalog = new FakeCatalogView();
  private final TableDefinition table = Tables.withPartitionKey(AttributeType.S);

  private void handle(String operation, OperationHandler handler, String member, String value) {
    var memory = TestMemory.unlimited();
    var request =
        RequestReader.read(
            MODEL.operation("DynamoDB_20120810." + operation).input(),
            ByteString.fromString("{\"%s\":\"%s\"}".formatted(member, value)),
            memory);
    var _ = handler.handle(request, new Call(null, memory));
  }

  private void describeTimeToLive() {
    var handler = new DescribeTimeToLiveHandler(new TableLookup(catalog));
    handle("DescribeTimeToLive", handler, "TableName", table.name());
  }

  private void describeContinuousBackups() {
    var handler = new DescribeContinuousBackupsHandler(catalog);
    handle("DescribeContinuousBackups", handler, "TableName", table.name());
  }

  private void listTags() {
    handle("ListTagsOfResource", new ListTagsOfResourceHandler(catalog), "ResourceArn", arn());
  }

  private String arn() {
    return "arn:aws:dynamodb:us-east-1:000000000000:table/" + table.name();
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            refusal -> {
              assertThat(refusal.error().code()).isEqualTo(code);
              assertThat(refusal.error().message()).isEqualTo(message);
            });
  }

  @Test
  void items_creatingOrDeleting_areNotFound() {
    for (var status : new TableStatus[] {TableStatus.CREATING, TableStatus.DELETING}) {
      catalog.put(table.withStatus(status));

      assertRefused(
          () -> new TableLookup(catalog).forItems(table.name()),
          ErrorCode.RESOURCE_NOT_FOUND,
          "Requested resource not found");
    }
  }

  @Test
  void describeTimeToLive_creatingOrDeleting_isRefused() {
    for (var status : new TableStatus[] {TableStatus.CREATING, TableStatus.DELETING}) {
      catalog.put(table.withStatus(status));

      assertRefused(
          this::describeTimeToLive,
          ErrorCode.VALIDATION,
          "Cannot describe time to live while table is in %s state: Current table state is %s"
              .formatted(status, status));
    }
  }

  @Test
  void continuousBackups_creating_areNotFound() {
    catalog.put(table.withStatus(TableStatus.CREATING));

    assertRefused(
        this::describeContinuousBackups,
        ErrorCode.TABLE_NOT_FOUND,
        "Table not found: " + table.name());
  }

  @Test
  void tags_creating_areNotFound() {
    catalog.put(table.withStatus(TableStatus.CREATING));

    assertRefused(
        this::listTags,
        ErrorCode.RESOURCE_NOT_FOUND,
        "Requested resource not found: ResourceArn: " + arn() + " not found");
  }

  @Test
  void tagsAndContinuousBackups_deleting_areDescribed() {
    catalog.put(table.withStatus(TableStatus.DELETING));

    listTags();
    describeContinuousBackups();
  }
}
