package io.headwater.api.auth;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mode {@code off}: a signature must be there and have all its parts, but any key and any signature
 * will do. These are the first three rows of DynamoDB's own checks, with its texts
 * (validation-and-errors §3).
 */
public final class WellFormedSignatures implements Authenticator {
  private static final String SCHEME_PREFIX = "AWS4-";
  private static final String ALGORITHM = "X-Amz-Algorithm";
  private static final List<String> HEADER_PARTS =
      List.of("Credential", "Signature", "SignedHeaders");
  private static final List<String> QUERY_PARTS =
      List.of(
          ALGORITHM, "X-Amz-Credential", "X-Amz-Signature", "X-Amz-SignedHeaders", "X-Amz-Date");

  @Override
  public @Nullable DynamoDbError check(SignatureFields fields) {
    String authorization = fields.authorization();
    boolean signedByQuery = fields.query().containsKey(ALGORITHM);
    if (authorization != null && signedByQuery) {
      return DynamoDbError.of(
          ErrorCode.INVALID_SIGNATURE,
          "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
              + " header.");
    }
    if (signedByQuery) {
      return checkQuery(fields);
    }
    if (authorization == null || !authorization.startsWith(SCHEME_PREFIX)) {
      return DynamoDbError.of(
          ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
    }
    return checkHeader(authorization, fields.hasDate());
  }

  private static @Nullable DynamoDbError checkHeader(String authorization, boolean hasDate) {
    var missing = new StringBuilder();
    for (String part : HEADER_PARTS) {
      if (!hasParameter(authorization, part)) {
        missing.append("Authorization header requires '").append(part).append("' parameter. ");
      }
    }
    if (!hasDate) {
      missing.append(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    return missing.isEmpty()
        ? null
        : DynamoDbError.of(
            ErrorCode.INCOMPLETE_SIGNATURE, missing + "Authorization=" + authorization);
  }

  private static @Nullable DynamoDbError checkQuery(SignatureFields fields) {
    var missing = new StringBuilder();
    for (String part : QUERY_PARTS) {
      if (fields.query().getOrDefault(part, "").isEmpty()) {
        missing.append("AWS query-string parameters must include '").append(part).append("'. ");
      }
    }
    return missing.isEmpty()
        ? null
        : DynamoDbError.of(
            ErrorCode.INCOMPLETE_SIGNATURE, missing + "Re-examine the query-string parameters.");
  }

  /** Whether {@code name=} and a value stand behind the scheme, a comma or a space. */
  private static boolean hasParameter(String authorization, String name) {
    int from = 0;
    while (true) {
      int at = authorization.indexOf(name, from);
      if (at < 0) {
        return false;
      }
      int equals = at + name.length();
      boolean startsPart = at > 0 && ", ".indexOf(authorization.charAt(at - 1)) >= 0;
      if (startsPart
          && equals + 1 < authorization.length()
          && authorization.charAt(equals) == '='
          && ", ".indexOf(authorization.charAt(equals + 1)) < 0) {
        return true;
      }
      from = equals;
    }
  }
}
