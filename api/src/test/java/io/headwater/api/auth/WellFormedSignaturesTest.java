package io.headwater.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WellFormedSignaturesTest {
  private static final String COMPLETE =
      "AWS4-HMAC-SHA256 Credential=a/b/c/d/e, SignedHeaders=host, Signature=00";

  private final WellFormedSignatures signatures = new WellFormedSignatures();

  @Test
  void check_completeHeader_passes() {
    assertThat(signatures.check(new SignatureFields(COMPLETE, true, Map.of()))).isNull();
  }

  @Test
  void check_completeQuery_passes() {
    var query =
        Map.of(
            "X-Amz-Algorithm", "AWS4-HMAC-SHA256",
            "X-Amz-Credential", "a",
            "X-Amz-Signature", "b",
            "X-Amz-SignedHeaders", "host",
            "X-Amz-Date", "d");

    assertThat(signatures.check(new SignatureFields(null, false, query))).isNull();
  }

  @Test
  void check_headerAndQuery_isInvalid() {
    assertThat(
            signatures.check(new SignatureFields(COMPLETE, true, Map.of("X-Amz-Algorithm", "x"))))
        .isEqualTo(
            DynamoDbError.of(
                ErrorCode.INVALID_SIGNATURE,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                    + " header."));
  }

  @Test
  void check_neitherOrAnotherScheme_isMissing() {
    var missing =
        DynamoDbError.of(
            ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");

    assertThat(signatures.check(new SignatureFields(null, true, Map.of()))).isEqualTo(missing);
    assertThat(signatures.check(new SignatureFields("Basic abc", true, Map.of())))
        .isEqualTo(missing);
  }

  @Test
  void check_headerWithoutParts_namesThemAll() {
    assertThat(signatures.check(new SignatureFields("AWS4-HMAC-SHA256 x", false, Map.of())))
        .isEqualTo(
            DynamoDbError.of(
                ErrorCode.INCOMPLETE_SIGNATURE,
                "Authorization header requires 'Credential' parameter. Authorization header"
                    + " requires 'Signature' parameter. Authorization header requires"
                    + " 'SignedHeaders' parameter. Authorization header requires existence of"
                    + " either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256"
                    + " x"));
  }

  @Test
  void check_headerWithEmptyPart_namesIt() {
    String header = "AWS4-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00";

    assertThat(signatures.check(new SignatureFields(header, true, Map.of())))
        .isEqualTo(
            DynamoDbError.of(
                ErrorCode.INCOMPLETE_SIGNATURE,
                "Authorization header requires 'Credential' parameter. Authorization=" + header));
  }

  @Test
  void check_queryWithoutParts_namesThemAll() {
    assertThat(
            signatures.check(
                new SignatureFields(null, true, Map.of("X-Amz-Algorithm", "AWS4-HMAC-SHA256"))))
        .isEqualTo(
            DynamoDbError.of(
                ErrorCode.INCOMPLETE_SIGNATURE,
                "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string"
                    + " parameters must include 'X-Amz-Signature'. AWS query-string parameters must"
                    + " include 'X-Amz-SignedHeaders'. AWS query-string parameters must include"
                    + " 'X-Amz-Date'. Re-examine the query-string parameters."));
  }
}
