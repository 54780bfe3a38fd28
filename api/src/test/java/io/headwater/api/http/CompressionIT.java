package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import io.headwater.api.testing.TestMemory;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed requests and answers, seen from outside. */
final class CompressionIT {
  private static final RawClient CLIENT = new RawClient(SharedServer.endpoint());
  private static final String TABLE = SharedServer.newTableName("compression");
  private static final int MAX_BODY_BYTES = 16 << 20;
  private static final String NOT_JSON =
      "{\"__type\":\"com.amazon.coral.service#SerializationException\"}";

  /** Of GetItem around an item's text: {"Item":{"id":{"S":"a"},"t":{"S":""}}}. */
  private static final int ANSWER_FRAME_BYTES = 37;

  @BeforeAll
  static void createTable() {
    String request =
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
        """
            .formatted(TABLE);
    assertThat(CLIENT.call("CreateTable", request).statusCode()).isEqualTo(200);
  }

  @Test
  void request_gzip_isInflated() {
    HttpResponse<String> response = call("DescribeTable", named(TABLE), "gzip");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"TableName\":\"" + TABLE + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void request_gzipBySeveralNames_isInflated(String coding) {
    assertThat(call("ListTables", "{}".getBytes(UTF_8), coding).statusCode()).isEqualTo(200);
  }

  @Test
  void request_gzipOfNothing_isABodyThatIsNotThere() {
    assertThat(call("ListTables", new byte[0], "gzip").body()).isEqualTo(NOT_JSON);
  }

  @Test
  void request_gzipThatIsNone_isNoJson() {
    byte[] whole = deflated("{}".getBytes(UTF_8));

    for (byte[] body :
        new byte[][] {
          "{}".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 1), {0x1F, (byte) 0x8B}, {0}
        }) {
      HttpResponse<String> response =
          CLIENT.send(CLIENT.apiRequest("ListTables", body).setHeader("Content-Encoding", "gzip"));

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo(NOT_JSON);
    }
  }

  @Test
  void request_gzipThatIsNone_isToldBeforeTheTarget() {
    HttpResponse<String> response =
        CLIENT.send(
            CLIENT
                .apiRequest("Nothing", "{}".getBytes(UTF_8))
                .setHeader("Content-Encoding", "gzip"));

    assertThat(response.body()).isEqualTo(NOT_JSON);
  }

  @Test
  void request_gzipBytesWithoutTheHeader_isNoJson() {
    assertThat(CLIENT.call("ListTables", deflated("{}".getBytes(UTF_8))).body())
        .isEqualTo(NOT_JSON);
  }

  @Test
  void request_gzipOfTheLongestBody_isRead() {
    byte[] body = ("{}" + " ".repeat(MAX_BODY_BYTES - 2)).getBytes(UTF_8);

    assertThat(call("ListTables", body, "gzip").statusCode()).isEqualTo(200);
  }

  @Test
  void request_gzipOfALongerBody_is413WithNothing() {
    HttpResponse<String> response = call("ListTables", new byte[MAX_BODY_BYTES + 1], "gzip");

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).isEmpty();
    assertThat(response.headers().firstValue("x-amzn-requestid")).isEmpty();
  }

  @Test
  void answer_askedForGzip_isCompressedAndSummedAsSent() throws Exception {
    put("long", 50_000);

    HttpResponse<byte[]> response = get("long", "gzip, deflate");

    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(response.headers().firstValue("content-type")).hasValue(RawClient.CONTENT_TYPE);
    assertThat(response.body()).hasSizeLessThan(5_000);
    assertThat(response.headers().firstValue("content-length"))
        .hasValue(Integer.toString(response.body().length));
    assertThat(response.headers().firstValue("x-amz-crc32")).hasValue(crc32(response.body()));
    assertThat(inflated(response.body())).isEqualTo(get("long", "identity").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "*", "br"})
  void answer_notAskedForGzip_isPlain(String acceptEncoding) {
    put("plain", 50_000);

    HttpResponse<byte[]> response = get("plain", acceptEncoding);

    assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    assertThat(response.body()).hasSize(50_000 + ANSWER_FRAME_BYTES + "plain".length());
    assertThat(response.headers().firstValue("x-amz-crc32")).hasValue(crc32(response.body()));
  }

  @ParameterizedTest
  @CsvSource({"4095,false", "4096,true"})
  void answer_atTheSmallestSize_isCompressed(int answerBytes, boolean compressed) {
    put("small", answerBytes - ANSWER_FRAME_BYTES - "small".length());

    assertThat(get("small", "identity").body()).hasSize(answerBytes);
    assertThat(get("small", "gzip").headers().firstValue("content-encoding").isPresent())
        .isEqualTo(compressed);
  }

  @Test
  void error_askedForGzip_isPlain() {
    byte[] request = named("n".repeat(5_000));

    HttpResponse<String> response =
        CLIENT.send(CLIENT.apiRequest("GetItem", request).setHeader("Accept-Encoding", "gzip"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"__type\"").hasSizeGreaterThan(4_096);
    assertThat(response.headers().firstValue("content-encoding")).isEmpty();
  }

  private static HttpResponse<String> call(String operation, byte[] body, String coding) {
    byte[] sent = body.length == 0 ? body : deflated(body);
    return CLIENT.send(CLIENT.apiRequest(operation, sent).setHeader("Content-Encoding", coding));
  }

  private static void put(String id, int textLength) {
    String item =
        "{\"id\":{\"S\":\"%s\"},\"t\":{\"S\":\"%s\"}}".formatted(id, "x".repeat(textLength));
    String request = "{\"TableName\":\"%s\",\"Item\":%s}".formatted(TABLE, item);
    assertThat(CLIENT.call("PutItem", request).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> get(String id, String acceptEncoding) {
    String request = "{\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"%s\"}}}".formatted(TABLE, id);
    HttpRequest.Builder call =
        CLIENT
            .apiRequest("GetItem", request.getBytes(UTF_8))
            .setHeader("Accept-Encoding", acceptEncoding);
    return CLIENT.send(call, BodyHandlers.ofByteArray());
  }

  private static byte[] named(String table) {
    return "{\"TableName\":\"%s\"}".formatted(table).getBytes(UTF_8);
  }

  private static String crc32(byte[] body) {
    var crc = new CRC32();
    crc.update(body);
    return Long.toString(crc.getValue());
  }

  private static byte[] deflated(byte[] body) {
    return Gzip.deflate(ByteString.fromArray(body)).toArray();
  }

  private static byte[] inflated(byte[] body) throws Exception {
    return Gzip.inflate(ByteString.fromArray(body), MAX_BODY_BYTES, TestMemory.unlimited())
        .toArray();
  }
}
