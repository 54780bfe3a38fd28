/** Stores and directories for tests, shared with the modules that stand on this one. */
@NullMarked
package io.headwater.persistence.testing;

import org.jspecify.annotations.NullMarked;
