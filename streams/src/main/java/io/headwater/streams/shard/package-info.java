/**
 * Streams and their shards, as the Streams API reads them.
 *
 * <p>Start with {@link StreamReader}. A shard is one partition's log between the commit that opened
 * it and the commit that closed it; there is no second copy of anything. A {@link ShardIterator} is
 * a place in that log with the time at which it was given out, so readers hold no state here.
 *
 * <p>Not here: the JSON of the four operations ({@code api.operation.stream}).
 */
@NullMarked
package io.headwater.streams.shard;

import org.jspecify.annotations.NullMarked;
