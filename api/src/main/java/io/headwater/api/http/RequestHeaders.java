package io.headwater.api.http;

import io.headwater.api.auth.SignatureFields;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Uri;
import org.jspecify.annotations.Nullable;

/** The headers that the edge looks at, picked out in one pass; null where one is absent. */
record RequestHeaders(
    @Nullable String target,
    @Nullable String host,
    @Nullable String authorization,
    @Nullable String contentEncoding,
    @Nullable String acceptEncoding,
    boolean hasDate,
    @Nullable String origin,
    @Nullable String corsHeaders,
    @Nullable String corsMethod) {

  static RequestHeaders of(HttpRequest request) {
    String target = null;
    String host = null;
    String authorization = null;
    String contentEncoding = null;
    String acceptEncoding = null;
    boolean hasDate = false;
    String origin = null;
    String corsHeaders = null;
    String corsMethod = null;
    for (HttpHeader header : request.getHeaders()) {
      switch (header.lowercaseName()) {
        case "x-amz-target" -> target = header.value();
        case "host" -> host = header.value();
        case "authorization" -> authorization = header.value();
        case "content-encoding" -> contentEncoding = header.value();
        case "accept-encoding" -> acceptEncoding = joined(acceptEncoding, header.value());
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
        contentEncoding,
        acceptEncoding,
        hasDate,
        origin,
        corsHeaders,
        corsMethod);
  }

  private static String joined(@Nullable String soFar, String value) {
    return soFar == null ? value : soFar + "," + value;
  }

  /** Whether the body is said to be gzip. What other codings make of a body is no JSON. */
  boolean hasGzipBody() {
    return contentEncoding != null
        && (contentEncoding.equalsIgnoreCase("gzip") || contentEncoding.equalsIgnoreCase("x-gzip"));
  }

  /** What the request says about its signature; the query is parsed only where there is one. */
  SignatureFields signatureFields(Uri uri) {
    Map<String, String> query = uri.rawQueryString().isEmpty() ? Map.of() : uri.query().toMap();
    return new SignatureFields(authorization, hasDate, query);
  }
}
