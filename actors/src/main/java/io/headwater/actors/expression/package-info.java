/**
 * DynamoDB's expression language: text to tree, tree to result. Plain Java, no I/O, no state.
 *
 * <p>Start with {@link ExpressionParser}.
 */
@NullMarked
package io.headwater.actors.expression;

import org.jspecify.annotations.NullMarked;
