/**
 * DynamoDB's data model: values, items, keys, errors. Plain Java, no actor and no byte format.
 *
 * <p>Start with {@link Item} and {@link AttributeValue}. Everything is immutable, and {@code
 * equals} means what DynamoDB means: numbers compare by value, sets without order.
 */
@NullMarked
package io.headwater.actors.model;

import org.jspecify.annotations.NullMarked;
