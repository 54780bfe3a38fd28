package io.headwater.api.http;

import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaType;

/**
 * Which content types are calls of the API: {@code application/x-amz-json-1.0} and {@code
 * application/json}, whatever parameters follow. A request without a body needs none.
 */
final class ContentTypeRule {
  private static final String AMZ_JSON = "x-amz-json-1.0";
  private static final String JSON = "json";

  private ContentTypeRule() {}

  static boolean accepts(HttpRequest request) {
    MediaType type = request.entity().getContentType().mediaType();
    return isJson(type)
        || (type.isApplication() && type.subType().equalsIgnoreCase(AMZ_JSON))
        || (request.entity().isKnownEmpty()
            && request.entity().getContentType().equals(ContentTypes.NO_CONTENT_TYPE));
  }

  /** Whether the answer has to be {@code application/json}, as the request was. */
  static boolean isPlainJson(HttpRequest request) {
    return isJson(request.entity().getContentType().mediaType());
  }

  private static boolean isJson(MediaType type) {
    return type.isApplication() && type.subType().equalsIgnoreCase(JSON);
  }
}
