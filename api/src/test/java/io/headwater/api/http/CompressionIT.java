package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import io.headwater.api.testing.TestMemory;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Objects;
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
  @ValueSource(strings = {"gzip", "GZIP", "deflate", "Deflate"})
  void request_compressed_isDecompressed(String coding) {
    assertThat(call("ListTables", "{}".getBytes(UTF_8), coding).statusCode()).isEqualTo(200);
  }

  @Test
  void request_membersAndOtherBytesBehind_areAccepted() {
    byte[] body = (gzipText("{") + gzipText("}") + "junk").getBytes(ISO_8859_1);

    assertThat(sent("ListTables", body, "gzip").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void request_bodyThatIsNotCompressedSo_isAnInternalFailure(String coding) {
    byte[] whole = compressed(coding, "{}".getBytes(UTF_8));

    for (byte[] body :
        new byte[][] {
          {}, "{}".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 1), {0x1F, (byte) 0x8B}, {0}
        }) {
      assertInternalFailure(sent("ListTables", body, coding));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x-gzip", "br", "garbage", "gzip, deflate"})
  void request_unknownCoding_isAnInternalFailureAndDoesNothing(String coding) {
    String table = SharedServer.newTableName("compression");
    String request =
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
        """
            .formatted(table);

    assertInternalFailure(sent("CreateTable", request.getBytes(UTF_8), coding));
    assertThat(call("DescribeTable", named(table), "gzip").body())
        .contains("ResourceNotFoundException");
  }

  @Test
  void request_badCompression_isFoundBeforeTheTarget() {
    assertInternalFailure(sent("Nothing", "{}".getBytes(UTF_8), "gzip"));
  }

  @Test
  void request_gzipBytesWithoutTheHeader_isNoJson() {
    assertThat(CLIENT.call("ListTables", compressed("gzip", "{}".getBytes(UTF_8))).body())
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

  @ParameterizedTest
  @CsvSource({"'gzip, deflate', gzip", "*, gzip", "'deflate, gzip', deflate"})
  void answer_askedForACoding_isCompressedAndSummedAsSent(String acceptEncoding, String coding)
      throws Exception {
    put("long", 50_000);

    HttpResponse<byte[]> response = get("long", acceptEncoding);

    assertThat(response.headers().firstValue("content-encoding")).hasValue(coding);
    assertThat(response.headers().firstValue("content-type")).hasValue(RawClient.CONTENT_TYPE);
    assertThat(response.body()).hasSizeLessThan(5_000);
    assertThat(response.headers().firstValue("content-length"))
        .hasValue(Integer.toString(response.body().length));
    assertThat(response.headers().firstValue("x-amz-crc32")).hasValue(crc32(response.body()));
    assertThat(decompressed(coding, response.body())).isEqualTo(get("long", "identity").body());
  }

  @Test
  void answer_severalAcceptEncodingLines_areReadUpToTheFirst() {
    put("lines", 50_000);
    HttpRequest.Builder call = getRequest("lines");

    var first =
        CLIENT.send(call.copy().header("Accept-Encoding", "br").header("Accept-Encoding", "gzip"));
    var second =
        CLIENT.send(call.header("Accept-Encoding", "gzip").header("Accept-Encoding", "br"));

    assertThat(first.headers().firstValue("content-encoding")).isEmpty();
    assertThat(second.headers().firstValue("content-encoding")).hasValue("gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "x-gzip", "br"})
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
    return sent(operation, compressed(coding, body), coding);
  }

  private static HttpResponse<String> sent(String operation, byte[] body, String coding) {
    return CLIENT.send(CLIENT.apiRequest(operation, body).setHeader("Content-Encoding", coding));
  }

  private static void assertInternalFailure(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .isEqualTo("{\"__type\":\"com.amazon.coral.service#InternalFailure\"}");
  }

  private static void put(String id, int textLength) {
    String item =
        "{\"id\":{\"S\":\"%s\"},\"t\":{\"S\":\"%s\"}}".formatted(id, "x".repeat(textLength));
    String request = "{\"TableName\":\"%s\",\"Item\":%s}".formatted(TABLE, item);
    assertThat(CLIENT.call("PutItem", request).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<byte[]> get(String id, String acceptEncoding) {
    return CLIENT.send(
        getRequest(id).setHeader("Accept-Encoding", acceptEncoding), BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder getRequest(String id) {
    String request = "{\"TableName\":\"%s\",\"Key\":{\"id\":{\"S\":\"%s\"}}}".formatted(TABLE, id);
    return CLIENT.apiRequest("GetItem", request.getBytes(UTF_8));
  }

  private static byte[] named(String table) {
    return "{\"TableName\":\"%s\"}".formatted(table).getBytes(UTF_8);
  }

  private static String crc32(byte[] body) {
    var crc = new CRC32();
    crc.update(body);
    return Long.toString(crc.getValue());
  }

  private static String gzipText(String text) {
    return new String(compressed("gzip", text.getBytes(UTF_8)), ISO_8859_1);
  }

  private static byte[] compressed(String coding, byte[] body) {
    return coding(coding).compress(ByteString.fromArray(body)).toArray();
  }

  private static byte[] decompressed(String coding, byte[] body) throws Exception {
    return coding(coding)
        .decompress(ByteString.fromArray(body), MAX_BODY_BYTES, TestMemory.unlimited())
        .toArray();
  }

  private static ContentCoding coding(String name) {
    return Objects.requireNonNull(ContentCoding.named(name));
  }
}
