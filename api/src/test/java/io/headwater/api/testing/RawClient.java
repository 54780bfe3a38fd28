package io.headwater.api.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls without an SDK, to send what no SDK would send and see the answer as it is. */
public final class RawClient {
  /** Well-formed; neither key nor signature is looked at. */
  public static final String AUTHORIZATION =
      "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host;x-amz-date, Signature=00";

  public static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI endpoint;

  public RawClient(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** A call of the DynamoDB API; an operation of the Streams API is named with its prefix. */
  public HttpResponse<String> call(String operation, String json) {
    return send(apiRequest(operation, json.getBytes(StandardCharsets.UTF_8)));
  }

  public HttpResponse<String> call(String operation, byte[] body) {
    return send(apiRequest(operation, body));
  }

  /** A call that can be given further headers. */
  public HttpRequest.Builder apiRequest(String operation, byte[] body) {
    String target = operation.indexOf('.') < 0 ? "DynamoDB_20120810." + operation : operation;
    return request("/")
        .header("Content-Type", CONTENT_TYPE)
        .header("X-Amz-Target", target)
        .header("X-Amz-Date", "20260101T000000Z")
        .header("Authorization", AUTHORIZATION)
        .POST(BodyPublishers.ofByteArray(body));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(endpoint.resolve(path)).timeout(TIMEOUT);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  public <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> bodyHandler) {
    try {
      return CLIENT.send(request.build(), bodyHandler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
