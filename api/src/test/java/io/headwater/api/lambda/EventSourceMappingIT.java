package io.headwater.api.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.EventSourcePosition;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Items written with one AWS client reach a function that another one connected. */
class EventSourceMappingIT {
  private static final String TABLE = "orders";
  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret"));

  @TempDir Path dataDirectory;
  private HeadwaterServer server;
  private DynamoDbClient dynamoDb;
  private LambdaClient lambda;

  @BeforeEach
  void start() {
    RecordingFunction.IDS.clear();
    startServer();
  }

  @AfterEach
  void stop() {
    stopServer();
  }

  @Test
  void mapping_itemsWritten_reachTheFunctionOverARestart() throws InterruptedException {
    String streamArn = createTable();
    putItems(0, 20);
    var created =
        lambda.createEventSourceMapping(request ->
            request
                .functionName("record")
                .eventSourceArn(streamArn)
                .startingPosition(EventSourcePosition.TRIM_HORIZON)
                .batchSize(3));
    assertThat(created.state()).isEqualTo("Creating");
    assertThat(created.eventSourceArn()).isEqualTo(streamArn);
    assertThat(created.bisectBatchOnFunctionError()).isFalse();
    awaitReceived(ids(0, 20));

    stopServer();
    startServer();
    putItems(20, 30);

    awaitReceived(ids(20, 30));
    var found = lambda.getEventSourceMapping(request -> request.uuid(created.uuid()));
    assertThat(found.state()).isEqualTo("Enabled");
    assertThat(found.batchSize()).isEqualTo(3);
    assertThat(found.functionArn())
        .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:record");
  }

  @Test
  void mapping_latest_hearsOfLaterWritesOnly() throws InterruptedException {
    String streamArn = createTable();
    putItems(0, 10);
    lambda.createEventSourceMapping(request ->
        request
            .functionName("arn:aws:lambda:eu-west-1:123456789012:function:record")
            .eventSourceArn(streamArn)
            .startingPosition(EventSourcePosition.LATEST));

    putItems(10, 15);

    for (int i = 0; i < 5; i++) {
      assertThat(RecordingFunction.IDS.poll(20, TimeUnit.SECONDS)).isIn(ids(10, 15));
    }
  }

  @Test
  void drain_itemsWritten_completesWhenTheFunctionHasHandledThem() {
    String streamArn = createTable();
    lambda.createEventSourceMapping(request ->
        request
            .functionName("record")
            .eventSourceArn(streamArn)
            .startingPosition(EventSourcePosition.TRIM_HORIZON));
    putItems(0, 20);

    assertThat(server.drain()).succeedsWithin(20, TimeUnit.SECONDS);

    assertThat(RecordingFunction.IDS).containsAll(ids(0, 20));
  }

  @Test
  void mapping_disabledListedUpdatedDeleted_answersAsTheSdkExpects() {
    String streamArn = createTable();
    String uuid =
        lambda
            .createEventSourceMapping(request ->
                request
                    .functionName("record")
                    .eventSourceArn(streamArn)
                    .enabled(false)
                    .startingPosition(EventSourcePosition.LATEST))
            .uuid();

    assertThat(lambda.listEventSourceMappings(request -> request.functionName("record")))
        .satisfies(list ->
            assertThat(list.eventSourceMappings())
                .extracting(one -> one.uuid())
                .containsExactly(uuid));
    assertThat(lambda.updateEventSourceMapping(request -> request.uuid(uuid).batchSize(7)).state())
        .isEqualTo("Updating");
    assertThat(lambda.getEventSourceMapping(request -> request.uuid(uuid)))
        .satisfies(found -> {
          assertThat(found.state()).isEqualTo("Disabled");
          assertThat(found.batchSize()).isEqualTo(7);
        });
    assertThat(lambda.deleteEventSourceMapping(request -> request.uuid(uuid)).state())
        .isEqualTo("Deleting");
    assertThatThrownBy(() -> lambda.getEventSourceMapping(request -> request.uuid(uuid)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The resource you requested does not exist.");
  }

  @Test
  void create_wrongInEachWay_isRefusedAsOnAws() {
    String streamArn = createTable();
    create("record", streamArn);

    assertThatThrownBy(() -> create("record", streamArn))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("provided mapping already exists");
    assertThatThrownBy(() -> create("nobody", streamArn))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Function does not exist");
    assertThatThrownBy(() -> create("record", streamArn + "0"))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Stream not found: " + streamArn + "0");
    assertThatThrownBy(() -> create("record", "arn:aws:sqs:us-east-1:000000000000:queue"))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Unrecognized event source.");
    assertThatThrownBy(() ->
            lambda.createEventSourceMapping(request ->
                request
                    .functionName("record")
                    .eventSourceArn(streamArn)
                    .startingPosition(EventSourcePosition.LATEST)
                    .maximumRetryAttempts(1)))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Unsupported parameter: MaximumRetryAttempts");
  }

  private void create(String functionName, String streamArn) {
    lambda.createEventSourceMapping(request ->
        request
            .functionName(functionName)
            .eventSourceArn(streamArn)
            .startingPosition(EventSourcePosition.LATEST));
  }

  private void startServer() {
    server =
        HeadwaterServer.start(
            ServerSettings.load(
                (@Nullable Path) null,
                Map.of(
                    "headwater.http.port",
                    0,
                    "headwater.store.directory",
                    dataDirectory.toString(),
                    "headwater.functions.record.class",
                    RecordingFunction.class.getName())));
    var endpoint = URI.create("http://127.0.0.1:" + server.address().getPort());
    dynamoDb =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    lambda =
        LambdaClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(CREDENTIALS)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  private void stopServer() {
    dynamoDb.close();
    lambda.close();
    server.stop();
  }

  private String createTable() {
    return dynamoDb
        .createTable(request ->
            request
                .tableName(TABLE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("Id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    KeySchemaElement.builder().attributeName("Id").keyType(KeyType.HASH).build())
                .streamSpecification(
                    StreamSpecification.builder()
                        .streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)
                        .build()))
        .tableDescription()
        .latestStreamArn();
  }

  private void putItems(int from, int to) {
    for (String id : ids(from, to)) {
      dynamoDb.putItem(
          request -> request.tableName(TABLE).item(Map.of("Id", AttributeValue.fromS(id))));
    }
  }

  private static List<String> ids(int from, int to) {
    var ids = new ArrayList<String>();
    for (int i = from; i < to; i++) {
      ids.add("item-%02d".formatted(i));
    }
    return ids;
  }

  /** Waits until the function has heard of each; it may hear of others, and of some again. */
  private static void awaitReceived(List<String> expected) throws InterruptedException {
    var missing = new HashSet<>(expected);
    while (!missing.isEmpty()) {
      var id = RecordingFunction.IDS.poll(20, TimeUnit.SECONDS);
      assertThat(id).as("still missing are %s", missing).isNotNull();
      missing.remove(id);
    }
  }
}
