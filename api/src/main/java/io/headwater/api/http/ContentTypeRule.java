package io.headwater.api.http;

import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * The content types of requests, whatever parameters follow. A JSON type also shows that no web
 * page of another site made the request unasked: browsers ask the server before they send one.
 */
final class ContentTypeRule {
  private static final String AMZ_JSON = "application/x-amz-json-1.0";
  private static final String NEWER_AMZ_JSON = "application/x-amz-json-1.1";
  private static final String JSON = "application/json";

  private ContentTypeRule() {}

  /**
   * Reports whether a request is a call of the DynamoDB API: {@code application/x-amz-json-1.0} or
   * {@code application/json}. A request without a body needs no type.
   */
  static boolean acceptsCall(HttpRequest request, RequestHeaders headers) {
    String type = headers.contentType();
    return type == null
        ? request.entity().isKnownEmpty()
        : type.equals(JSON) || type.equals(AMZ_JSON);
  }

  /**
   * Reports whether a request to a path may be served. A POST, PUT or PATCH must be JSON. Browsers
   * send the other methods that change something, such as DELETE, after a preflight only.
   */
  static boolean acceptsPath(HttpRequest request, RequestHeaders headers) {
    String type = headers.contentType();
    return switch (request.method().value()) {
      case "POST", "PUT", "PATCH" ->
          type != null
              && (type.equals(JSON) || type.equals(AMZ_JSON) || type.equals(NEWER_AMZ_JSON));
      default -> true;
    };
  }

  /** Reports whether the answer to a request is {@code application/json}. */
  static boolean answersPlainJson(RequestHeaders headers) {
    return headers.contentType() == null || headers.contentType().equals(JSON);
  }
}
