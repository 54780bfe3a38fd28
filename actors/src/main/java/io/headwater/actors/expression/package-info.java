/**
 * DynamoDB's expression language: text to tree, tree to result. Plain Java.
 *
 * <p>Start with {@link ExpressionParser}.
 */
@NullMarked
package io.headwater.actors.expression;

import org.jspecify.annotations.NullMarked;
