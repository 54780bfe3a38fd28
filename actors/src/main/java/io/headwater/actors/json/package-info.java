/**
 * Attribute values and items as DynamoDB JSON, streaming; shared by the protocol and the records.
 *
 * <p>{@link AttributeValueReader} reads, and tells JSON of the wrong type from values that break a
 * rule; {@link AttributeValueWriter} writes. The parser's own limits are the caller's to set.
 */
@NullMarked
package io.headwater.actors.json;

import org.jspecify.annotations.NullMarked;
