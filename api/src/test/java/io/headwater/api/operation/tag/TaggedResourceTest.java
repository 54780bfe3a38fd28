package io.headwater.api.operation.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaggedResourceTest {
  private static final String ACCOUNT = "000000000000";

  @Test
  void of_whatLooksLikeAnArn_isTaken() {
    for (String arn :
        List.of(
            "arn:aws:dynamodb:us-east-1:000000000000:table/music",
            "a:b:c:d:e:f/g",
            "a:b:c:d:e:f:g/h/i",
            "::::::::::::/x",
            ":".repeat(10_000) + "x/x")) {
      assertThatCode(() -> TaggedResource.of(arn, "TagResource", ACCOUNT))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void of_somethingElse_isDenied() {
    for (String text :
        List.of(
            "",
            "music",
            "table/music",
            "arn:aws:dynamodb:us-east-1:table/music",
            "arn:aws:dynamodb:us-east-1:000000000000:table",
            "arn:aws:dynamodb:us-east-1:000000000000:table/",
            "arn:aws:dynamodb:us-east-1::table/music",
            "arn:aws:dynamodb:us-east-1:000000000000:/music",
            "a:b:c:d:e:f/g\n")) {
      assertDenied(text);
    }
  }

  /** Tried in every way, this many colons would take longer than anybody waits. */
  @Test
  void of_colonsWithoutEnd_isDenied() {
    assertDenied(":".repeat(10_000));
  }

  private static void assertDenied(String text) {
    var refusal =
        catchThrowableOfType(
            DynamoDbException.class, () -> TaggedResource.of(text, "TagResource", ACCOUNT));

    assertThat(refusal).as(text).isNotNull();
    assertThat(refusal.error().code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(refusal.error().message())
        .isEqualTo(
            "User: arn:aws:iam::000000000000:root is not authorized to perform:"
                + " dynamodb:TagResource on resource: "
                + (text.isEmpty() ? "*" : text));
  }
}
