package io.headwater.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.api.testing.SharedServer;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** What the tests of the operations share: clients, tables, values. */
final class Conformance {
  /** The partition key of the tables here, a string. */
  static final String PARTITION_KEY = "id";

  /** The sort key of those that have one, a number. */
  static final String SORT_KEY = "nr";

  /** How long it may take until what follows a request a moment behind is there. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

  static final DynamoDbClient DYNAMODB = dynamoDb(SharedServer.endpoint());

  static final DynamoDbStreamsClient STREAMS = streams(SharedServer.endpoint());

  private Conformance() {}

  static DynamoDbClient dynamoDb(URI endpoint) {
    return dynamoDbBuilder(endpoint).build();
  }

  /** A client that can be given further settings. */
  static DynamoDbClientBuilder dynamoDbBuilder(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClient(UrlConnectionHttpClient.create());
  }

  static DynamoDbStreamsClient streams(URI endpoint) {
    return DynamoDbStreamsClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));
  }

  /** Creates a table with a partition key and gives back its name. */
  static String hashTable(String prefix) {
    return create(hashTableRequest(SharedServer.newTableName(prefix)).build());
  }

  /** Creates a table with a partition key and a sort key and gives back its name. */
  static String rangeTable(String prefix) {
    return create(rangeTableRequest(SharedServer.newTableName(prefix)).build());
  }

  static String create(CreateTableRequest request) {
    DYNAMODB.createTable(request);
    DYNAMODB.waiter().waitUntilTableExists(describe -> describe.tableName(request.tableName()));
    return request.tableName();
  }

  static CreateTableRequest.Builder hashTableRequest(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(definition(PARTITION_KEY, ScalarAttributeType.S))
        .keySchema(key(PARTITION_KEY, KeyType.HASH));
  }

  static CreateTableRequest.Builder rangeTableRequest(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            definition(PARTITION_KEY, ScalarAttributeType.S),
            definition(SORT_KEY, ScalarAttributeType.N))
        .keySchema(key(PARTITION_KEY, KeyType.HASH), key(SORT_KEY, KeyType.RANGE));
  }

  static AttributeDefinition definition(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static Projection projection(ProjectionType type) {
    return Projection.builder().projectionType(type).build();
  }

  static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue n(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static Map<String, AttributeValue> hashKey(String id) {
    return Map.of(PARTITION_KEY, s(id));
  }

  static Map<String, AttributeValue> rangeKey(String id, long nr) {
    return Map.of(PARTITION_KEY, s(id), SORT_KEY, n(nr));
  }

  /** For what follows a moment behind: tries until it holds, for half a minute. */
  static void eventually(Runnable assertion) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < end) {
      try {
        assertion.run();
        return;
      } catch (AssertionError _) {
        Thread.onSpinWait();
      }
    }
    assertion.run();
  }

  /** Checks what a request cost, of whose indexes only those of one kind are given. */
  static void assertCapacity(
      ConsumedCapacity capacity,
      double total,
      double ofTable,
      Map<String, Capacity> indexes,
      Map<String, Double> ofIndexes) {
    assertThat(capacity.capacityUnits()).isEqualTo(total);
    assertThat(capacity.table().capacityUnits()).isEqualTo(ofTable);
    var units = new HashMap<String, Double>();
    indexes.forEach((name, index) -> units.put(name, index.capacityUnits()));
    assertThat(units).isEqualTo(ofIndexes);
  }

  /** Checks that a call is refused with an error of that name and message. */
  static void assertRefused(ThrowingCallable call, String errorName, String message) {
    var refusal = catchThrowableOfType(AwsServiceException.class, call);

    assertThat(refusal).as("expected %s: %s", errorName, message).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(errorName);
    assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(message);
  }

  static void assertInvalid(ThrowingCallable call, String message) {
    assertRefused(call, "ValidationException", message);
  }

  static void assertNoTable(ThrowingCallable call) {
    assertRefused(call, "ResourceNotFoundException", "Requested resource not found");
  }
}
