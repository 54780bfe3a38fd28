/** The way of a write from any thread to the entity that owns its key, in bounded batches. */
@NullMarked
package io.headwater.actors.routing;

import org.jspecify.annotations.NullMarked;
