/** Fixtures of the model for the tests of this module and of those that use it. */
@NullMarked
package io.headwater.actors.testing;

import org.jspecify.annotations.NullMarked;
