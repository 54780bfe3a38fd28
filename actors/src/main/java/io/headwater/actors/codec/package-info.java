/**
 * How items and keys become bytes: {@link ItemCodec} for items, {@link KeyCodec} for row keys whose
 * unsigned byte order is DynamoDB's order, {@link ItemSize} for DynamoDB's own measure.
 */
@NullMarked
package io.headwater.actors.codec;

import org.jspecify.annotations.NullMarked;
