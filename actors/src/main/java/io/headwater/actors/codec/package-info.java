/**
 * How items and keys become bytes.
 *
 * <p>Start with {@link EncodedItem}, an item as it lies in the store, and {@link RowKeys}, where it
 * lies. {@link ItemCodec} draws the format of items, {@link KeyCodec} the one of key values, {@link
 * KeyHash} names the hash. {@link ItemSize} is DynamoDB's own measure and has nothing to do with
 * our bytes.
 *
 * <ul>
 *   <li>the unsigned order of row keys is the order in which DynamoDB answers items;
 *   <li>equal values have equal bytes, and bytes that are not the one encoding of a value are
 *       refused with {@link MalformedBytesException};
 *   <li>a released format is readable for good: golden files hold one of each.
 * </ul>
 */
@NullMarked
package io.headwater.actors.codec;

import org.jspecify.annotations.NullMarked;
