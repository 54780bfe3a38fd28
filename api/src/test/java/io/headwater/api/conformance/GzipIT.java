package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.hashKey;
import static io.headwater.api.conformance.Conformance.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.testing.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The SDK with compressed answers. Its client checks x-amz-crc32 against the bytes as they came,
 * before it inflates them; it asks for gzip only where it is told to by a header.
 */
final class GzipIT {
  private static final Map<String, AttributeValue> ITEM =
      Map.of("id", s("a"), "text", s("compressible ".repeat(10_000)), "short", s("é€😀"));

  @Test
  void everyCall_askedForGzip_isReadAsWithout() {
    String table = Conformance.hashTable("gzip");
    var headers = new SeenHeaders();
    try (DynamoDbClient client = client(headers)) {
      client.putItem(put -> put.tableName(table).item(ITEM));
      assertThat(headers.last().firstMatchingHeader("Content-Encoding")).isEmpty();

      assertThat(client.getItem(get -> get.tableName(table).key(hashKey("a"))).item())
          .isEqualTo(ITEM);
      assertCompressedAndSummed(headers.last());
      assertThat(client.scan(scan -> scan.tableName(table)).items()).containsExactly(ITEM);
      assertCompressedAndSummed(headers.last());
      assertThat(
              client
                  .query(query ->
                      query
                          .tableName(table)
                          .keyConditionExpression("id = :id")
                          .expressionAttributeValues(Map.of(":id", s("a"))))
                  .items())
          .containsExactly(ITEM);
      assertCompressedAndSummed(headers.last());
    }
  }

  /** Without this the test above would not tell whether the SDK looks at the sum at all. */
  @Test
  void answer_otherSum_isRefusedByTheSdk() {
    String table = Conformance.hashTable("gzip");
    DYNAMODB.putItem(put -> put.tableName(table).item(ITEM));
    try (DynamoDbClient client = client(new WrongSum())) {
      assertThatThrownBy(() -> client.getItem(get -> get.tableName(table).key(hashKey("a"))))
          .isInstanceOf(Crc32MismatchException.class);
    }
  }

  private static DynamoDbClient client(ExecutionInterceptor interceptor) {
    return Conformance.dynamoDbBuilder(SharedServer.endpoint())
        .overrideConfiguration(override ->
            override.putHeader("Accept-Encoding", "gzip").addExecutionInterceptor(interceptor))
        .build();
  }

  private static void assertCompressedAndSummed(SdkHttpResponse response) {
    assertThat(response.firstMatchingHeader("Content-Encoding")).hasValue("gzip");
    assertThat(response.firstMatchingHeader("x-amz-crc32")).isPresent();
  }

  private static final class SeenHeaders implements ExecutionInterceptor {
    private final List<SdkHttpResponse> seen = new ArrayList<>();

    @Override
    public void afterTransmission(
        Context.AfterTransmission context, ExecutionAttributes attributes) {
      seen.add(context.httpResponse());
    }

    SdkHttpResponse last() {
      return seen.getLast();
    }
  }

  private static final class WrongSum implements ExecutionInterceptor {
    @Override
    public SdkHttpResponse modifyHttpResponse(
        Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
      return context.httpResponse().toBuilder().putHeader("x-amz-crc32", "1").build();
    }
  }
}
