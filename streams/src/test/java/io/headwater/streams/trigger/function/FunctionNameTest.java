package io.headwater.streams.trigger.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionNameTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "audit-1_B",
        "audit-1_B:$LATEST",
        "123456789012:function:audit-1_B",
        "123456789012:function:audit-1_B:$LATEST",
        "arn:aws:lambda:us-east-1:123456789012:function:audit-1_B",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:audit-1_B:$LATEST",
      })
  void parse_eachForm_isTheName(String text) {
    assertThat(FunctionName.parse(text)).isEqualTo("audit-1_B");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "a.b",
        "audit:1",
        "audit:prod",
        "arn:aws:lambda:us-east-1:123456789012:function:audit:7",
        "arn:aws:dynamodb:us-east-1:123456789012:table/audit",
        "12345678901:function:audit",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      })
  void parse_otherTextOrVersion_isNull(String text) {
    assertThat(FunctionName.parse(text)).isNull();
  }
}
