package io.headwater.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.testing.FuzzRequests.Call;
import io.headwater.api.testing.RawConnection.Answer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Sends damaged requests to a server: random bytes, good requests of every operation with members
 * dropped, doubled and retyped, broken text, compression, chunks, headers, and connections that end
 * in the middle. Every answer must be a success or an error of the service model with status 400,
 * or what the API says without a body (404, 408, 413); never a 5xx, but for a compressed body that
 * is damaged. In between and after every broken connection, a good request must be answered as it
 * should.
 *
 * <p>Each request is made of the seed and its number alone, so that a finding can be repeated.
 */
public final class HttpFuzz {
  private static final int GOOD_REQUEST_EVERY = 25;
  private static final String GOOD_TABLE = "fuzz-good";
  private static final String GOOD_ITEM = "{\"id\":{\"S\":\"good\"},\"nr\":{\"N\":\"1\"}}";
  private static final String TARGET_PREFIX = "DynamoDB_20120810.";
  private static final String UNKNOWN = "<UnknownOperationException/>\n";
  private static final int EVIDENCE_CHARACTERS = 2_000;

  /** How the HTTP server says that a method or a version is none: no fault of the server's. */
  private static final Set<Integer> HTTP_REFUSALS = Set.of(501, 505);

  /** The answer to a body that cannot be decompressed. */
  private static final String INTERNAL_FAILURE = ErrorCode.INTERNAL_FAILURE.wireType();

  /** Client errors of the service model, by their wire names. */
  private static final Set<String> ERRORS =
      Arrays.stream(ErrorCode.values())
          .filter(code -> code.httpStatus() == 400)
          .map(ErrorCode::wireType)
          .collect(Collectors.toUnmodifiableSet());

  private final InetSocketAddress endpoint;
  private final long seed;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final FuzzRequests requests;
  private @Nullable RawConnection connection;

  /** Makes the tables that the requests speak of. */
  public HttpFuzz(InetSocketAddress endpoint, long seed) throws IOException {
    this.endpoint = endpoint;
    this.seed = seed;
    String created = good("CreateTable", FuzzRequests.CREATE_TABLE.formatted(FuzzRequests.TABLE));
    good("CreateTable", FuzzRequests.CREATE_TABLE.formatted(GOOD_TABLE));
    good("PutItem", "{\"TableName\":\"" + GOOD_TABLE + "\",\"Item\":" + GOOD_ITEM + "}");
    String streamArn = member(created, "LatestStreamArn");
    String streams = "DynamoDBStreams_20120810.";
    String shardId =
        member(
            good(streams + "DescribeStream", "{\"StreamArn\":\"" + streamArn + "\"}"), "ShardId");
    String iterator =
        good(
            streams + "GetShardIterator",
            "{\"StreamArn\":\"%s\",\"ShardId\":\"%s\",\"ShardIteratorType\":\"TRIM_HORIZON\"}"
                .formatted(streamArn, shardId));
    this.requests = new FuzzRequests(streamArn, shardId, member(iterator, "ShardIterator"));
  }

  private static String member(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("No " + name + " in " + json);
    }
    return matcher.group(1);
  }

  /**
   * Sends a number of requests.
   *
   * @return how often each outcome was seen: an error's name, OK, or a status
   * @throws AssertionError at the first answer that may not be, with what was sent
   */
  public Map<String, Integer> run(int count) throws IOException {
    try {
      for (int i = 0; i < count; i++) {
        send(i, new Random(seed * 1_000_003 + i));
        if (i % GOOD_REQUEST_EVERY == 0) {
          requireLife();
        }
      }
      requireLife();
    } finally {
      disconnect();
    }
    return Map.copyOf(outcomes);
  }

  private void send(int number, Random random) throws IOException {
    Call call = requests.any(random);
    switch (random.nextInt(20)) {
      case 0 -> exchange(number, call(call.operation(), FuzzBytes.random(random)));
      case 1, 2, 3 ->
          exchange(number, call(call.operation(), FuzzBytes.damaged(call.json(), random)));
      case 4, 5 -> exchange(number, compressed(call, random));
      case 6 -> exchange(number, chunked(head(call.operation()), mutated(call, random), random));
      case 7 -> exchange(number, request(otherHead(call, random), call.json().getBytes(UTF_8)));
      case 8 -> breakConnection(number, call, random);
      default -> exchange(number, call(call.operation(), mutated(call, random)));
    }
  }

  /** A request with a compressed body, which is damaged itself or of which the JSON is. */
  private static byte[] compressed(Call call, Random random) {
    boolean gzip = random.nextBoolean();
    boolean damaged = random.nextBoolean();
    byte[] json = damaged ? call.json().getBytes(UTF_8) : mutated(call, random);
    byte[] body = gzip ? FuzzBytes.gzip(json) : FuzzBytes.deflate(json);
    String encoding = "Content-Encoding: " + (gzip ? "gzip" : "deflate") + "\r\n";
    return request(
        head(call.operation()) + encoding, damaged ? FuzzBytes.overwritten(body, random) : body);
  }

  private static byte[] mutated(Call call, Random random) {
    FuzzJson json = FuzzJson.parse(call.json());
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      json.mutate(random);
    }
    return json.toString().getBytes(UTF_8);
  }

  /** A request whose answer has to be DynamoDB's. */
  private void exchange(int number, byte[] request) throws IOException {
    if (connection == null) {
      connection = RawConnection.open(endpoint);
    }
    connection.send(request);
    Answer answer = connection.receive();
    if (answer == null) {
      throw violation(number, request, "the connection ends without an answer");
    }
    String fault = faultOf(answer, request);
    if (fault != null) {
      throw violation(number, request, fault + ": " + answer.status() + " " + answer.text());
    }
    if (answer.closesTheConnection()) {
      disconnect();
    }
  }

  /** Breaks HTTP itself. What is answered, if anything, is the HTTP server's and a 4xx. */
  private void breakConnection(int number, Call call, Random random) throws IOException {
    byte[] request = call(call.operation(), call.json().getBytes(UTF_8));
    byte[] broken = brokenHttp(request, random);
    try (var own = RawConnection.open(endpoint)) {
      own.send(broken);
      own.endSending();
      for (Answer answer = own.receive(); answer != null; answer = own.receive()) {
        if (answer.status() >= 500 && !HTTP_REFUSALS.contains(answer.status())) {
          throw violation(number, broken, "answered by " + answer.status() + answer.text());
        }
        count("HTTP " + answer.status());
      }
    }
    requireLife();
  }

  private static byte[] brokenHttp(byte[] request, Random random) {
    String text = new String(request, ISO_8859_1);
    return switch (random.nextInt(7)) {
      case 0 -> Arrays.copyOf(request, random.nextInt(request.length));
      case 1 -> FuzzBytes.joined(FuzzBytes.random(random), request);
      case 2 -> text.replaceFirst("Content-Length: ", "Content-Length: -").getBytes(ISO_8859_1);
      case 3 -> text.replaceFirst("Content-Length: ", "Content-Length: 9").getBytes(ISO_8859_1);
      case 4 -> text.replaceFirst("Content-Length: .", "Content-Length: ").getBytes(ISO_8859_1);
      case 5 ->
          text.replaceFirst("Content-Length: .*", "Transfer-Encoding: chunked")
              .getBytes(ISO_8859_1);
      default -> FuzzBytes.overwritten(request, random);
    };
  }

  private AssertionError violation(int number, byte[] request, String what) {
    String sent = new String(request, ISO_8859_1);
    return new AssertionError(
        "seed %d, request %d: %s%nsent (%d bytes): %s"
            .formatted(
                seed,
                number,
                what.substring(0, Math.min(what.length(), EVIDENCE_CHARACTERS)),
                request.length,
                sent.substring(0, Math.min(sent.length(), EVIDENCE_CHARACTERS))));
  }

  private @Nullable String faultOf(Answer answer, byte[] request) {
    return switch (answer.status()) {
      case 200 -> {
        count("OK");
        // TagResource and UntagResource answer nothing.
        yield answer.body().length == 0 ? faultOfHeaders(answer) : faultOfJson(answer);
      }
      case 400 -> {
        String fault = faultOfJson(answer);
        yield fault == null ? faultOfError(answer.text()) : fault;
      }
      case 404 -> {
        count("404");
        yield answer.text().equals(UNKNOWN) ? null : "404 with another body";
      }
      case 408, 413 -> {
        count(Integer.toString(answer.status()));
        yield answer.body().length == 0 ? null : "a body where none should be";
      }
      case 500 -> {
        count("500");
        boolean isCompressed = new String(request, ISO_8859_1).contains("\r\nContent-Encoding: ");
        yield isCompressed && answer.text().contains("\"" + INTERNAL_FAILURE + "\"")
            ? faultOfJson(answer)
            : "a failure of the server's";
      }
      default -> "a status that may not be";
    };
  }

  private static @Nullable String faultOfJson(Answer answer) {
    String fault = faultOfHeaders(answer);
    if (fault != null) {
      return fault;
    }
    return isObject(answer.body()) ? null : "the body is no JSON object";
  }

  private static @Nullable String faultOfHeaders(Answer answer) {
    var crc = new CRC32();
    crc.update(answer.body());
    if (!Long.toString(crc.getValue()).equals(answer.headers().get("x-amz-crc32"))) {
      return "x-amz-crc32 does not fit the body";
    }
    if (answer.headers().getOrDefault("x-amzn-requestid", "").length() != 52) {
      return "no request id";
    }
    return null;
  }

  private static boolean isObject(byte[] body) {
    try (JsonParser parser = new JsonFactory().createParser(body)) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      parser.skipChildren();
      return isObject && parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable String faultOfError(String json) {
    String type = member(json, "__type");
    count(type.substring(type.indexOf('#') + 1));
    return ERRORS.contains(type) ? null : "an error that is not in the model";
  }

  private void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /** A good request on a connection of its own is answered as it should be. */
  private void requireLife() throws IOException {
    String answer =
        good(
            "GetItem",
            "{\"TableName\":\"%s\",\"Key\":%s,\"ConsistentRead\":true}"
                .formatted(GOOD_TABLE, GOOD_ITEM));
    if (!answer.equals("{\"Item\":" + GOOD_ITEM + "}")) {
      throw new AssertionError("seed " + seed + ": a good request was answered by " + answer);
    }
  }

  private String good(String operation, String json) throws IOException {
    try (var own = RawConnection.open(endpoint)) {
      own.send(call(operation, json.getBytes(UTF_8)));
      Answer answer = own.receive();
      if (answer == null || answer.status() != 200) {
        throw new AssertionError("A good " + operation + " was answered by " + answer);
      }
      return answer.text();
    }
  }

  private void disconnect() throws IOException {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }

  private static byte[] call(String operation, byte[] body) {
    return request(head(operation), body);
  }

  private static byte[] request(String head, byte[] body) {
    byte[] ended = (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(ISO_8859_1);
    return FuzzBytes.joined(ended, body);
  }

  private static byte[] chunked(String head, byte[] body, Random random) {
    byte[] request = (head + "Transfer-Encoding: chunked\r\n\r\n").getBytes(ISO_8859_1);
    int from = 0;
    while (from < body.length) {
      int to = Math.min(body.length, from + 1 + random.nextInt(500));
      byte[] size = (Integer.toHexString(to - from) + "\r\n").getBytes(ISO_8859_1);
      byte[] end = "\r\n".getBytes(ISO_8859_1);
      request = FuzzBytes.joined(request, size, Arrays.copyOfRange(body, from, to), end);
      from = to;
    }
    return FuzzBytes.joined(request, "0\r\n\r\n".getBytes(ISO_8859_1));
  }

  private static String head(String operation) {
    return head("POST", "/", operation, RawClient.CONTENT_TYPE, RawClient.AUTHORIZATION);
  }

  private static String otherHead(Call call, Random random) {
    String operation = call.operation();
    String contentType = RawClient.CONTENT_TYPE;
    String authorization = RawClient.AUTHORIZATION;
    return switch (random.nextInt(5)) {
      case 0 -> head(pick(random, "PUT", "DELETE", "PATCH"), "/", operation, contentType, "");
      case 1 ->
          head("POST", pick(random, "/x", "//", "/?a=%20", "/%41"), operation, contentType, "");
      case 2 -> {
        String other = pick(random, "", "Nothing", operation + "x", ".", "\u00E9", "a.b.c");
        yield head("POST", "/", other, contentType, authorization);
      }
      case 3 -> {
        String other =
            pick(
                random, "text/plain", "", "a/b/c", "application/json; charset=utf-16", "*/*", "{}");
        yield head("POST", "/", operation, other, authorization);
      }
      default -> {
        String other = pick(random, "", "AWS4-", "Basic a", "AWS4-HMAC-SHA256 Credential=", ",=,");
        yield head("POST", "/", operation, contentType, other);
      }
    };
  }

  private static String pick(Random random, String... choices) {
    return List.of(choices).get(random.nextInt(choices.length));
  }

  private static String head(
      String method, String path, String operation, String contentType, String authorization) {
    String target = operation.indexOf('.') < 0 ? TARGET_PREFIX + operation : operation;
    return (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n")
        + ("Content-Type: " + contentType + "\r\nX-Amz-Target: " + target + "\r\n")
        + ("X-Amz-Date: 20260101T000000Z\r\nAuthorization: " + authorization + "\r\n");
  }
}
