/** The four operations of the Streams API, over {@code streams.shard.StreamReader}. */
@NullMarked
package io.headwater.api.operation.stream;

import org.jspecify.annotations.NullMarked;
