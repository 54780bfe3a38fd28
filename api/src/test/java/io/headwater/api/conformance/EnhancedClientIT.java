package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.eventually;
import static io.headwater.api.conformance.Conformance.n;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.testing.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Expression;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.enhanced.dynamodb.model.IgnoreNullsMode;
import software.amazon.awssdk.enhanced.dynamodb.model.Page;
import software.amazon.awssdk.enhanced.dynamodb.model.QueryConditional;
import software.amazon.awssdk.enhanced.dynamodb.model.ReadBatch;
import software.amazon.awssdk.enhanced.dynamodb.model.WriteBatch;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The SDK's enhanced client: tables from beans, their indexes, extensions, and waiters. */
final class EnhancedClientIT {
  private static final DynamoDbEnhancedClient CLIENT =
      DynamoDbEnhancedClient.builder().dynamoDbClient(DYNAMODB).build();

  private static final TableSchema<CustomerOrder> SCHEMA =
      TableSchema.fromBean(CustomerOrder.class);

  /** Each test has customers and states of its own in it. */
  private static final DynamoDbTable<CustomerOrder> ORDERS =
      CLIENT.table(SharedServer.newTableName("orders"), SCHEMA);

  @BeforeAll
  static void createTable() {
    ORDERS.createTable();
    DYNAMODB.waiter().waitUntilTableExists(describe -> describe.tableName(ORDERS.tableName()));
  }

  @Test
  void createTable_ofABean_hasTheIndexesOfItsAnnotations() {
    var description = ORDERS.describeTable().table();

    assertThat(description.globalSecondaryIndexes())
        .singleElement()
        .satisfies(index -> {
          assertThat(index.indexName()).isEqualTo(CustomerOrder.BY_STATE);
          assertThat(index.indexStatus()).isEqualTo(IndexStatus.ACTIVE);
        });
    assertThat(description.localSecondaryIndexes())
        .singleElement()
        .satisfies(index -> assertThat(index.indexName()).isEqualTo(CustomerOrder.BY_DAY));
  }

  @Test
  void waiters_tableCreatedAndDeleted_seeBoth() {
    var table = CLIENT.table(SharedServer.newTableName("orders"), SCHEMA);
    try (var waiter = DYNAMODB.waiter()) {
      table.createTable();
      var exists = waiter.waitUntilTableExists(describe -> describe.tableName(table.tableName()));
      table.deleteTable();
      var gone = waiter.waitUntilTableNotExists(describe -> describe.tableName(table.tableName()));

      assertThat(exists.matched().response()).isPresent();
      assertThat(gone.matched().exception()).containsInstanceOf(ResourceNotFoundException.class);
    }
    assertThatThrownBy(table::describeTable).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void putItem_everyProperty_isRead() {
    var order = CustomerOrder.of("every-property", 1, "put", "2026-01-01");
    order.setTotal(1_250L);
    order.setTags(Set.of("gift", "express"));
    order.setLines(List.of("one chair", "two tables"));
    order.setAddress(Map.of("city", "Ulm"));

    ORDERS.putItem(order);

    var read = ORDERS.getItem(get -> get.key(key("every-property", 1)).consistentRead(true));
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("version", "changes")
        .isEqualTo(order);
    assertThat(read.getVersion()).isEqualTo(1);
    assertThat(read.getChanges()).isEqualTo(1);
  }

  @Test
  void putItem_conditionNotMet_isRefused() {
    ORDERS.putItem(CustomerOrder.of("put-condition", 1, "put", "2026-01-01"));
    var isNew = Expression.builder().expression("attribute_not_exists(customer)").build();
    var another = CustomerOrder.of("put-condition", 1, "put", "2026-01-02");
    another.setVersion(1L);

    assertThatThrownBy(() -> ORDERS.putItem(put -> put.item(another).conditionExpression(isNew)))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }

  @Test
  void updateItem_someProperties_leavesTheOthersAndCounts() {
    var order = CustomerOrder.of("update", 1, "new", "2026-01-01");
    order.setTotal(10L);
    ORDERS.putItem(order);
    var change = CustomerOrder.of("update", 1, "paid", "2026-01-01");
    change.setVersion(1L);

    var updated =
        ORDERS.updateItem(
            update -> update.item(change).ignoreNullsMode(IgnoreNullsMode.SCALAR_ONLY));

    assertThat(updated.getState()).isEqualTo("paid");
    assertThat(updated.getTotal()).isEqualTo(10);
    assertThat(updated.getVersion()).isEqualTo(2);
    assertThat(updated.getChanges()).isEqualTo(2);
  }

  @Test
  void updateItem_ofAnOldVersion_isRefused() {
    ORDERS.putItem(CustomerOrder.of("version", 1, "new", "2026-01-01"));
    var first = ORDERS.getItem(key("version", 1));
    var second = ORDERS.getItem(key("version", 1));
    first.setState("paid");
    ORDERS.updateItem(first);
    second.setState("cancelled");

    assertThatThrownBy(() -> ORDERS.updateItem(second))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThat(ORDERS.getItem(key("version", 1)).getState()).isEqualTo("paid");
  }

  @Test
  void deleteItem_onCondition_deletesOnlyWhatMeetsIt() {
    ORDERS.putItem(CustomerOrder.of("delete", 1, "open", "2026-01-01"));
    var isDone =
        Expression.builder()
            .expression("#state = :done")
            .putExpressionName("#state", "state")
            .putExpressionValue(":done", s("done"))
            .build();

    assertThatThrownBy(() ->
            ORDERS.deleteItem(delete -> delete.key(key("delete", 1)).conditionExpression(isDone)))
        .isInstanceOf(ConditionalCheckFailedException.class);
    var deleted = ORDERS.deleteItem(key("delete", 1));

    assertThat(deleted.getState()).isEqualTo("open");
    assertThat(ORDERS.getItem(key("delete", 1))).isNull();
  }

  @Test
  void query_ofTheTable_comesInPagesAndOrder() {
    putOrders("query", 7);

    var pages =
        ORDERS
            .query(query ->
                query
                    .queryConditional(
                        QueryConditional.sortBetween(key("query", 2), key("query", 6)))
                    .limit(2)
                    .scanIndexForward(false))
            .stream()
            .toList();

    assertThat(pages.stream().map(page -> page.items().size())).startsWith(2, 2, 1);
    assertThat(numbers(pages.stream())).containsExactly(6, 5, 4, 3, 2);
  }

  @Test
  void query_ofTheLocalIndex_comesByItsSortKey() {
    putOrders("local-index", 5);

    var pages =
        ORDERS
            .index(CustomerOrder.BY_DAY)
            .query(query ->
                query
                    .queryConditional(
                        QueryConditional.sortGreaterThan(
                            Key.builder()
                                .partitionValue("local-index")
                                .sortValue("2026-01-02")
                                .build()))
                    .consistentRead(true)
                    .limit(2));

    assertThat(numbers(pages.stream())).containsExactly(3, 4, 5);
  }

  @Test
  void query_ofTheGlobalIndex_comesInPagesAndFollowsTheTable() {
    putOrders("global-index", 5);
    SdkIterable<Page<CustomerOrder>> pages =
        ORDERS
            .index(CustomerOrder.BY_STATE)
            .query(query ->
                query
                    .queryConditional(
                        QueryConditional.keyEqualTo(
                            Key.builder().partitionValue("state-of-global-index").build()))
                    .limit(2));

    assertThat(awaitNumbers(pages, 5)).containsExactly(1, 2, 3, 4, 5);

    ORDERS.deleteItem(key("global-index", 3));

    assertThat(awaitNumbers(pages, 4)).containsExactly(1, 2, 4, 5);
  }

  @Test
  void scan_ofTheGlobalIndexAndTheTable_findsWhatTheFilterLets() {
    putOrders("scan", 5);
    var filter =
        Expression.builder()
            .expression("customer = :customer AND #number > :least")
            .putExpressionName("#number", "number")
            .putExpressionValue(":customer", s("scan"))
            .putExpressionValue(":least", n(2))
            .build();

    var ofTable = ORDERS.scan(scan -> scan.filterExpression(filter).consistentRead(true).limit(3));
    var ofIndex =
        ORDERS.index(CustomerOrder.BY_STATE).scan(scan -> scan.filterExpression(filter).limit(3));

    assertThat(numbers(ofTable.stream())).containsExactlyInAnyOrder(3, 4, 5);
    assertThat(awaitNumbers(ofIndex, 3)).containsExactlyInAnyOrder(3, 4, 5);
  }

  /** The client refuses batches where an extension puts a condition to each item. */
  @Test
  void batches_writtenAndRead_areComplete() {
    var client =
        DynamoDbEnhancedClient.builder().dynamoDbClient(DYNAMODB).extensions(List.of()).build();
    var orders = client.table(ORDERS.tableName(), SCHEMA);
    var write = WriteBatch.builder(CustomerOrder.class).mappedTableResource(orders);
    var read = ReadBatch.builder(CustomerOrder.class).mappedTableResource(ORDERS);
    for (int number = 1; number <= 20; number++) {
      write.addPutItem(CustomerOrder.of("batch", number, "batched", "2026-01-01"));
      read.addGetItem(key("batch", number));
    }

    var written = client.batchWriteItem(batch -> batch.addWriteBatch(write.build()));
    var results = CLIENT.batchGetItem(batch -> batch.addReadBatch(read.build()));

    assertThat(written.unprocessedPutItemsForTable(orders)).isEmpty();
    assertThat(results.resultsForTable(ORDERS).stream().map(CustomerOrder::getNumber))
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
  }

  private static Key key(String customer, int number) {
    return Key.builder().partitionValue(customer).sortValue(number).build();
  }

  /** Puts orders 1, 2 and so on of a customer, each a day after the one before. */
  private static void putOrders(String customer, int count) {
    for (int number = 1; number <= count; number++) {
      String day = "2026-01-0" + number;
      ORDERS.putItem(CustomerOrder.of(customer, number, "state-of-" + customer, day));
    }
  }

  private static List<Integer> numbers(Stream<Page<CustomerOrder>> pages) {
    return pages.flatMap(page -> page.items().stream()).map(CustomerOrder::getNumber).toList();
  }

  /** Asks again and again until the pages have so many items. */
  private static List<Integer> awaitNumbers(SdkIterable<Page<CustomerOrder>> pages, int count) {
    var numbers = new ArrayList<Integer>();
    eventually(() -> {
      numbers.clear();
      numbers.addAll(numbers(pages.stream()));
      assertThat(numbers).hasSize(count);
    });
    return numbers;
  }
}
