/**
 * Who calls: the checks of AWS Signature Version 4 that DynamoDB makes before it looks at a body.
 *
 * <p>Start with {@link Authenticator}.
 */
@NullMarked
package io.headwater.api.auth;

import org.jspecify.annotations.NullMarked;
