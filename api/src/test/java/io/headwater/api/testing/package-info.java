/** A server for tests, and ways to talk to it. */
@NullMarked
package io.headwater.api.testing;

import org.jspecify.annotations.NullMarked;
