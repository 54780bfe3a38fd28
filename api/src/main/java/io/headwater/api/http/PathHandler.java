package io.headwater.api.http;

import java.util.concurrent.CompletionStage;

/** Serves the paths below one prefix, beside the DynamoDB API on the same port. */
public interface PathHandler {
  /** The start of the paths served, such as {@code /2015-03-31/}. */
  String pathPrefix();

  /** Answers a request. A stage that fails is answered by a plain 500. */
  CompletionStage<PathResponse> handle(PathRequest request);

  /** The response to a POST, PUT or PATCH whose content type is not JSON. */
  PathResponse unsupportedMediaType();
}
