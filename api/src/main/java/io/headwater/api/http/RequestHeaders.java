package io.headwater.api.http;

import io.headwater.api.auth.SignatureFields;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;
import org.jspecify.annotations.Nullable;

/**
 * The headers that the edge looks at, picked out in one pass; null where one is absent.
 *
 * @param contentType the media type, without parameters
 * @param sizeBytes the length of all headers as they were sent, approximately
 */
record RequestHeaders(
    @Nullable String target,
    @Nullable String host,
    @Nullable String authorization,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    @Nullable String acceptEncoding,
    boolean hasDate,
    @Nullable String origin,
    @Nullable String corsHeaders,
    @Nullable String corsMethod,
    int sizeBytes) {
  private static final int LINE_EXTRA_BYTES = ": \r\n".length();

  static RequestHeaders of(HttpRequest request) {
    String target = null;
    String host = null;
    String authorization = null;
    String contentType = parsedContentType(request);
    String contentEncoding = null;
    String acceptEncoding = null;
    boolean hasDate = false;
    String origin = null;
    String corsHeaders = null;
    String corsMethod = null;
    int sizeBytes = 0;
    for (HttpHeader header : request.getHeaders()) {
      sizeBytes += header.name().length() + header.value().length() + LINE_EXTRA_BYTES;
      switch (header.lowercaseName()) {
        case "x-amz-target" -> target = header.value();
        case "host" -> host = header.value();
        case "authorization" -> authorization = header.value();
        case "content-type" -> contentType = mediaType(header.value());
        case "content-encoding" -> contentEncoding = header.value();
        case "accept-encoding" -> {
          if (acceptEncoding == null) {
            acceptEncoding = header.value(); // DynamoDB reads the first line only.
          }
        }
        case "x-amz-date", "date" -> hasDate = true;
        case "origin" -> origin = header.value();
        case "access-control-request-headers" -> corsHeaders = header.value();
        case "access-control-request-method" -> corsMethod = header.value();
        default -> {}
      }
    }
    return new RequestHeaders(
        target,
        host,
        authorization,
        contentType,
        contentEncoding,
        acceptEncoding,
        hasDate,
        origin,
        corsHeaders,
        corsMethod,
        sizeBytes);
  }

  /** The type that Pekko has parsed. A header that it cannot parse is among the others instead. */
  private static @Nullable String parsedContentType(HttpRequest request) {
    ContentType type = request.entity().getContentType();
    return type.equals(ContentTypes.NO_CONTENT_TYPE)
        ? null
        : mediaType(type.mediaType().toString());
  }

  private static String mediaType(String headerValue) {
    int semicolon = headerValue.indexOf(';');
    return (semicolon < 0 ? headerValue : headerValue.substring(0, semicolon))
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /** Whether the body is said to be compressed. */
  boolean hasCompressedBody() {
    return contentEncoding != null && !contentEncoding.equalsIgnoreCase("identity");
  }

  /** The coding of a compressed body; null if it is unknown. */
  @Nullable ContentCoding bodyCoding() {
    return contentEncoding == null ? null : ContentCoding.named(contentEncoding.strip());
  }

  /** What the request says about its signature; the query is parsed only where there is one. */
  SignatureFields signatureFields(Uri uri) {
    Map<String, String> query = uri.rawQueryString().isEmpty() ? Map.of() : uri.query().toMap();
    return new SignatureFields(authorization, hasDate, query);
  }
}
