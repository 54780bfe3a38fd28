package io.headwater.api.http;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;

/**
 * The content types of requests, whatever parameters follow. A JSON type also shows that no web
 * page of another site made the request unasked: browsers ask the server before they send one.
 */
final class ContentTypeRule {
  private static final String AMZ_JSON = "x-amz-json-1.0";
  private static final String NEWER_AMZ_JSON = "x-amz-json-1.1";
  private static final String JSON = "json";

  private ContentTypeRule() {}

  /**
   * Reports whether a request is a call of the DynamoDB API: {@code application/x-amz-json-1.0} or
   * {@code application/json}. A request without a body needs no type.
   */
  static boolean acceptsCall(HttpRequest request) {
    return isJson(request)
        || isApplication(request, AMZ_JSON)
        || (request.entity().isKnownEmpty()
            && request.entity().getContentType().equals(ContentTypes.NO_CONTENT_TYPE));
  }

  /**
   * Reports whether a request to a path may be served. A POST, PUT or PATCH must be JSON. Browsers
   * send the other methods that change something, such as DELETE, after a preflight only.
   */
  static boolean acceptsPath(HttpRequest request) {
    return switch (request.method().value()) {
      case "POST", "PUT", "PATCH" ->
          isJson(request)
              || isApplication(request, AMZ_JSON)
              || isApplication(request, NEWER_AMZ_JSON);
      default -> true;
    };
  }

  /** Reports whether a request, and so its answer, is {@code application/json}. */
  static boolean isJson(HttpRequest request) {
    return isApplication(request, JSON);
  }

  private static boolean isApplication(HttpRequest request, String subType) {
    MediaType type = request.entity().getContentType().mediaType();
    return type.isApplication() && type.subType().equalsIgnoreCase(subType);
  }
}
