/** The change feed: what partitions committed, in order, for streams, triggers and indexes. */
@NullMarked
package io.headwater.actors.feed;

import org.jspecify.annotations.NullMarked;
