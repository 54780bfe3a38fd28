package io.headwater.api.http;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.protocol.ErrorBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** Builds the answers with the headers that DynamoDB sends. */
final class ResponseFactory {
  private static final ContentType AMZ_JSON =
      ContentTypes.create(MediaTypes.applicationBinary("x-amz-json-1.0", true));
  private static final ByteString UNKNOWN =
      ByteString.fromString("<UnknownOperationException/>\n", StandardCharsets.US_ASCII);
  private static final ByteString EMPTY = ByteString.emptyByteString();

  /**
   * Shorter answers are sent as they are (bytes). DynamoDB leaves small ones alone too; engineers
   * of AWS and authors of clients speak of 4 KB (dynamodb-cross-region-library issue 61,
   * EfficientDynamoDb issue 259). Below, an answer is two or three packets, and to make them one
   * costs more time than it saves.
   */
  static final int MIN_COMPRESSED_BYTES = 4096;

  private static final int FORBIDDEN = 403;
  private static final HttpHeader ACCESS_DENIED =
      RawHeader.create("x-amzn-ErrorType", "AccessDeniedException");

  /** Keeps caches from giving one origin the response to another. */
  private static final HttpHeader VARIES_WITH_ORIGIN = RawHeader.create("Vary", "Origin");

  /** Allows pages to read the headers that SDKs read. */
  private static final HttpHeader EXPOSED_HEADERS =
      RawHeader.create(
          "Access-Control-Expose-Headers",
          "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");

  /** Two days: how long a browser may remember the answer to a pre-flight (seconds). */
  private static final HttpHeader PREFLIGHT_AGE =
      RawHeader.create("Access-Control-Max-Age", "172800");

  private final ByteString healthy;
  private final RequestIds requestIds;

  ResponseFactory(String region, RequestIds requestIds) {
    this.healthy =
        ByteString.fromString(
            "healthy: dynamodb." + region + ".amazonaws.com ", StandardCharsets.US_ASCII);
    this.requestIds = requestIds;
  }

  /** The answer of an operation, compressed where the client asked for it and it pays. */
  HttpResponse success(RequestHeaders headers, boolean plainJson, ByteString body) {
    ContentType contentType = jsonType(plainJson);
    ContentCoding coding =
        body.size() < MIN_COMPRESSED_BYTES
            ? null
            : AcceptEncoding.preferred(headers.acceptEncoding());
    return coding == null
        ? response(headers, 200, contentType, body)
        : response(headers, 200, contentType, coding.compress(body))
            .addHeader(RawHeader.create("Content-Encoding", coding.headerValue()));
  }

  /** An error, never compressed, as at DynamoDB. */
  HttpResponse error(RequestHeaders headers, boolean plainJson, int status, byte[] body) {
    return response(headers, status, jsonType(plainJson), ByteString.fromArrayUnsafe(body));
  }

  private static ContentType jsonType(boolean plainJson) {
    return plainJson ? ContentTypes.APPLICATION_JSON : AMZ_JSON;
  }

  /** The response to a health probe. */
  HttpResponse healthy(RequestHeaders headers) {
    return response(headers, 200, ContentTypes.TEXT_PLAIN_UTF8, healthy);
  }

  HttpResponse unknown(RequestHeaders headers) {
    return response(headers, 404, ContentTypes.NO_CONTENT_TYPE, UNKNOWN);
  }

  /** Nothing but a status, as DynamoDB answers a body that it doesn't read. */
  HttpResponse empty(StatusCode status) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(
            HttpEntities.createChunked(ContentTypes.NO_CONTENT_TYPE, Source.<ByteString>empty()));
  }

  HttpResponse path(RequestHeaders headers, PathResponse answer) {
    HttpResponse response =
        response(
            headers,
            answer.status(),
            ContentTypes.parse(answer.contentType()),
            ByteString.fromArrayUnsafe(answer.body().toByteArray()));
    var further = new ArrayList<HttpHeader>();
    answer.headers().forEach((name, value) -> further.add(RawHeader.create(name, value)));
    return response.addHeaders(further);
  }

  /**
   * The response to a request of a page that may not send one. It allows no origin, so that only
   * programs and the browser's developer tools see the message.
   */
  HttpResponse forbidden(boolean plainJson, String message) {
    byte[] body = ErrorBody.of(DynamoDbError.of(ErrorCode.ACCESS_DENIED, message));
    return responseTo(null, FORBIDDEN, jsonType(plainJson), ByteString.fromArrayUnsafe(body))
        .addHeader(ACCESS_DENIED);
  }

  /** The response to the question of a browser whether a page may send a request. */
  HttpResponse preflight(RequestHeaders headers) {
    var further = new ArrayList<HttpHeader>(List.of(PREFLIGHT_AGE));
    if (headers.corsHeaders() != null) {
      further.add(RawHeader.create("Access-Control-Allow-Headers", headers.corsHeaders()));
    }
    if (headers.corsMethod() != null) {
      further.add(RawHeader.create("Access-Control-Allow-Methods", headers.corsMethod()));
    }
    return response(headers, 200, ContentTypes.NO_CONTENT_TYPE, EMPTY).addHeaders(further);
  }

  private HttpResponse response(
      RequestHeaders headers, int status, ContentType contentType, ByteString body) {
    return responseTo(headers.origin(), status, contentType, body);
  }

  private HttpResponse responseTo(
      @Nullable String allowedOrigin, int status, ContentType contentType, ByteString body) {
    var answerHeaders = new ArrayList<HttpHeader>(5);
    answerHeaders.add(RawHeader.create("x-amzn-RequestId", requestIds.next()));
    answerHeaders.add(RawHeader.create("x-amz-crc32", Long.toString(crc32(body))));
    if (allowedOrigin != null) {
      answerHeaders.add(RawHeader.create("Access-Control-Allow-Origin", allowedOrigin));
      answerHeaders.add(EXPOSED_HEADERS);
      answerHeaders.add(VARIES_WITH_ORIGIN);
    }
    return HttpResponse.create()
        .withStatus(status)
        .withHeaders(answerHeaders)
        .withEntity(HttpEntities.create(contentType, body));
  }

  private static long crc32(ByteString body) {
    var crc = new CRC32();
    if (body.isCompact()) {
      crc.update(body.toArrayUnsafe());
    } else {
      body.getByteBuffers().forEach(crc::update);
    }
    return crc.getValue();
  }
}
