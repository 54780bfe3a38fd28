/**
 * The Kinesis client library with the adapter for DynamoDB Streams, reading a stream of Headwater
 * and keeping its own tables there, over kills of both. Start with {@link KclTest}.
 */
@NullMarked
package io.headwater.loadtests.kcl;

import org.jspecify.annotations.NullMarked;
