package io.headwater.api.http;

import io.headwater.actors.model.Bytes;
import java.util.Map;

/**
 * The answer to a {@link PathRequest}.
 *
 * @param headers beside Content-Type, Content-Length, Date and the request id, which are set anyway
 */
public record PathResponse(
    int status, String contentType, Map<String, String> headers, Bytes body) {
  public PathResponse {
    headers = Map.copyOf(headers);
  }
}
