/**
 * Partitions: where every write is decided. One sharded persistent actor owns a range of a table's
 * hashes, turns batches of writes into commits and answers after they are durable.
 *
 * <p>Start with {@link Write} and {@link Partition}.
 */
@NullMarked
package io.headwater.actors.partition;

import org.jspecify.annotations.NullMarked;
