/**
 * DynamoDB Streams records: what a change looks like to whoever reads a stream.
 *
 * <p>Start with {@link StreamRecord}. A record is made of a change when it is read; nothing of it
 * is stored but the change itself, so reading twice gives the same record, its event id and its
 * {@link SequenceNumber} included.
 *
 * <p>Not here: from where records are read ({@code streams.shard}), and who handles them ({@code
 * streams.trigger}).
 */
@NullMarked
package io.headwater.streams.record;

import org.jspecify.annotations.NullMarked;
