package io.headwater.api.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about its signature.
 *
 * @param authorization the {@code Authorization} header
 * @param hasDate whether there is an {@code X-Amz-Date} or a {@code Date} header
 * @param query the query string's parameters, percent-decoded
 */
public record SignatureFields(
    @Nullable String authorization, boolean hasDate, Map<String, String> query) {
  public SignatureFields {
    query = Map.copyOf(query);
  }
}
