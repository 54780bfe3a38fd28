/**
 * Each operation over HTTP through the AWS SDK. The system property {@code headwater.test.endpoint}
 * points the same tests at another server.
 */
@NullMarked
package io.headwater.api.conformance;

import org.jspecify.annotations.NullMarked;
