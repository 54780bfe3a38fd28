package io.headwater.api.auth;

import io.headwater.actors.model.DynamoDbError;
import org.jspecify.annotations.Nullable;

/** Decides whether a request's signature is good. */
public interface Authenticator {
  /** The first fault of the signature, in DynamoDB's order; null if there is none. */
  @Nullable DynamoDbError check(SignatureFields fields);
}
