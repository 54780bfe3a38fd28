package io.headwater.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In which form values are answered that came in another, and which are just allowed. */
final class StoredValuesIT {
  private static String table = "";

  private final RawClient client = new RawClient(SharedServer.endpoint());

  @BeforeAll
  static void createTable() {
    table = Conformance.hashTable("values");
  }

  private String answered(String value) {
    String put =
        """
        {"TableName":"%s","Item":{"id":{"S":"a"},"x":%s}}
        """
            .formatted(table, value);
    assertThat(client.call("PutItem", put).body()).isEqualTo("{}");
    String get =
        """
        {"TableName":"%s","Key":{"id":{"S":"a"}}}
        """
            .formatted(table);
    HttpResponse<String> response = client.call("GetItem", get);
    String head = "{\"Item\":{\"id\":{\"S\":\"a\"},\"x\":";
    assertThat(response.body()).startsWith(head).endsWith("}}");
    return response.body().substring(head.length(), response.body().length() - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.000, 0",
    "0e125, 0",
    "+5, 5",
    "5., 5",
    ".5, 0.5",
    "-.50, -0.5",
    "00042, 42",
    "1e+2, 100",
    "1E-7, 0.0000001",
    "123.4500, 123.45",
    "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
    "0.12345678901234567890123456789012345678, 0.12345678901234567890123456789012345678"
  })
  void number_inAnyForm_isAnsweredInPlainDecimal(String given, String expected) {
    assertThat(answered("{\"N\":\"" + given + "\"}")).isEqualTo("{\"N\":\"" + expected + "\"}");
  }

  @Test
  void number_ofTheLargestAndTheSmallestMagnitude_isAnsweredInFull() {
    String nines = "9".repeat(38);

    assertThat(answered("{\"N\":\"9." + "9".repeat(37) + "E125\"}"))
        .isEqualTo("{\"N\":\"" + nines + "0".repeat(88) + "\"}");
    assertThat(answered("{\"N\":\"-1E-130\"}"))
        .isEqualTo("{\"N\":\"-0." + "0".repeat(129) + "1\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"SS":["b","a","","\\uFFFF","\\ud83c\\udf0a","B"]} | {"SS":["","B","a","b","\uFFFF","\ud83c\udf0a"]}
          {"BS":["/w==","AA==","","AAE="]}                   | {"BS":["","AA==","AAE=","/w=="]}
          {"NS":["1.50","-3","1e1"]}                         | {"NS":["-3","1.5","10"]}
          {"M":{"b":{"S":""},"a":{"L":[]}}}                  | {"M":{"a":{"L":[]},"b":{"S":""}}}
          {"BOOL":"YES"}                                     | {"BOOL":true}
          {"S":"\\u0000\\"\\\\\\/é"}                         | {"S":"\\u0000\\"\\\\/é"}
          """)
  void value_inAnyForm_isAnsweredInItsOwn(String given, String expected) {
    assertThat(answered(given)).isEqualTo(expected);
  }

  @Test
  void value_of32Levels_isStored() {
    String deep = "{\"L\":[".repeat(31) + "{\"S\":\"x\"}" + "]}".repeat(31);

    assertThat(answered(deep)).isEqualTo(deep);
  }

  @Test
  void key_of2048Bytes_isStored() {
    String put =
        """
        {"TableName":"%s","Item":{"id":{"S":"%s"}}}
        """
            .formatted(table, "é".repeat(1_024));

    assertThat(client.call("PutItem", put).body()).isEqualTo("{}");
  }
}
