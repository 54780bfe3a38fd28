package io.headwater.loadtests.client;

import java.nio.charset.StandardCharsets;

/** What a server answered: the HTTP status and the body as it came. */
@SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
public record Response(int status, byte[] body) {
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public Json json() {
    return Json.parse(body);
  }

  /** Whether an answer of BatchWriteItem sends some items back. */
  public boolean hasUnprocessedItems() {
    return !json().at("UnprocessedItems").members().isEmpty();
  }

  /** This answer if it tells of success; otherwise throws, naming what was asked. */
  public Response orThrow(String asked) {
    if (!isSuccess()) {
      throw new IllegalStateException(asked + " was answered by " + status + ": " + text());
    }
    return this;
  }
}
