/**
 * Attribute values and items as DynamoDB JSON, streaming; shared by the protocol and the records.
 */
@NullMarked
package io.headwater.actors.json;

import org.jspecify.annotations.NullMarked;
