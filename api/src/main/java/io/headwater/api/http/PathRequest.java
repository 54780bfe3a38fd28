package io.headwater.api.http;

import io.headwater.actors.model.Bytes;
import java.util.Map;

/**
 * A request for a path, read whole.
 *
 * @param method in upper case
 * @param path percent-decoded, without the query
 * @param query percent-decoded; the last value where a name occurs twice
 */
public record PathRequest(String method, String path, Map<String, String> query, Bytes body) {
  public PathRequest {
    query = Map.copyOf(query);
  }
}
