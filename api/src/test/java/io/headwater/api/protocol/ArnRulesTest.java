package io.headwater.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.testing.TestMemory;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArnRulesTest {
  private static final ServiceModel MODEL = ServiceModel.load();
  private static final ResourceArns OWN = new ResourceArns("us-east-1", "000000000000");

  private static void check(String mode, String target, String json) {
    byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ArnRules.of(OWN, mode)
        .check(
            RequestReader.read(
                MODEL.operation(target).input(),
                ByteString.fromArrayUnsafe(body),
                TestMemory.unlimited()));
  }

  private static String refusal(String mode, String target, String json) {
    var refused =
        catchThrowableOfType(DynamoDbException.class, () -> check(mode, target, json)).error();
    String type = refused.code().wireType();
    return type.substring(type.indexOf('#') + 1) + ": " + refused.message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:dynamodb:eu-west-1:000000000000:table/abc                | ValidationException: 1 validation error detected: Invalid AWS region in 'ARN'
          arn:aws-cn:dynamodb:us-east-1:000000000000:table/abc             | ValidationException: 1 validation error detected: Invalid AWS partition in 'ARN'
          arn:aws:dynamodb:us-east-1:123456789012:table/abc                | AccessDeniedException: Access is denied
          arn:aws:dynamodb:eu-west-1:123456789012:table/abc                | AccessDeniedException: Access is denied
          arn:aws:dynamodb:us-east-1:000000000000:table/abc/index/by-x     | ValidationException: 1 validation error detected: Invalid resource type in 'ARN'
          arn:aws:dynamodb:us-east-1:000000000000:table/abc/stream/2026-01 | ValidationException: 1 validation error detected: Invalid resource type in 'ARN'
          """)
  void check_strictTableArn_isRefused(String arn, String refusal) {
    String expected = refusal.replace("ARN", arn);

    assertThat(refusal("strict", "DynamoDB_20120810.GetItem", "{'TableName':'" + arn + "'}"))
        .isEqualTo(expected);
    assertThat(refusal("strict", "DynamoDB_20120810.DescribeTable", "{'TableName':'" + arn + "'}"))
        .isEqualTo(expected);
    assertThat(
            refusal(
                "strict",
                "DynamoDB_20120810.BatchGetItem",
                "{'RequestItems':{'abc':{'Keys':[{}]},'" + arn + "':{'Keys':[{}]}}}"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DynamoDB_20120810.TagResource             | ResourceArn | arn:aws:dynamodb:us-east-1:123456789012:table/abc | AccessDeniedException: Access is denied
          DynamoDB_20120810.ListTagsOfResource      | ResourceArn | arn:aws:dynamodb:eu-west-1:123456789012:table/abc | AccessDeniedException: Access is denied
          DynamoDB_20120810.UntagResource           | ResourceArn | arn:aws:dynamodb:eu-west-1:000000000000:table/abc | ValidationException: Invalid TableArn: Invalid ResourceArn provided as input ARN
          DynamoDBStreams_20120810.DescribeStream   | StreamArn   | arn:aws:dynamodb:us-east-1:123456789012:table/abc/stream/2026-01 | AccessDeniedException: Access is denied
          DynamoDBStreams_20120810.GetShardIterator | StreamArn   | arn:aws:dynamodb:eu-west-1:000000000000:table/abc/stream/2026-01 | ResourceNotFoundException: Requested resource not found: Stream: ARN not found
          """)
  void check_strictArnOfAnotherResource_isRefused(
      String target, String member, String arn, String refusal) {
    assertThat(refusal("strict", target, "{'" + member + "':'" + arn + "'}"))
        .isEqualTo(refusal.replace("ARN", arn));
  }

  @ParameterizedTest
  @CsvSource({
    "any,arn:aws-cn:dynamodb:eu-west-1:123456789012:table/abc",
    "any,abc",
    "strict,arn:aws:dynamodb:us-east-1:000000000000:table/abc",
    "strict,abc",
  })
  void check_allowedName_passes(String mode, String name) {
    assertThatCode(
            () -> {
              check(mode, "DynamoDB_20120810.GetItem", "{'TableName':'" + name + "'}");
              check(mode, "DynamoDB_20120810.TagResource", "{'ResourceArn':'" + name + "'}");
              check(
                  mode,
                  "DynamoDB_20120810.BatchWriteItem",
                  "{'RequestItems':{'" + name + "':[{}]}}");
            })
        .doesNotThrowAnyException();
  }

  @Test
  void check_indexArn_isRefusedInEveryMode() {
    String arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/abc/index/by-x";

    assertThat(refusal("any", "DynamoDB_20120810.Query", "{'TableName':'" + arn + "'}"))
        .isEqualTo(
            "ValidationException: 1 validation error detected: Invalid resource type in '"
                + arn
                + "'");
  }

  @Test
  void of_anotherMode_isRefused() {
    assertThatThrownBy(() -> ArnRules.of(OWN, "some"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("headwater.arns must be any or strict, not some");
  }
}
