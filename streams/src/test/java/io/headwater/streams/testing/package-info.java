/** Doubles for what streams read from: a catalog and a change feed in the heap. */
@NullMarked
package io.headwater.streams.testing;

import org.jspecify.annotations.NullMarked;
