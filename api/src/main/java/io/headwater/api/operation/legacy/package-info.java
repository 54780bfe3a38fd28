/**
 * The parameters that expressions replaced, translated into the trees that expressions are parsed
 * into: Expected, AttributeUpdates, KeyConditions, QueryFilter, ScanFilter, AttributesToGet, and
 * ConditionalOperator, which joins conditions.
 *
 * <p>Start with {@link LegacyParameters}, which has one method for each kind of tree. What is wrong
 * with a parameter by itself is refused here (validation-and-errors §6.5); nothing is evaluated.
 * The names are those of top-level attributes: a dot is a character like any other, and no word is
 * reserved.
 *
 * <p>Not here: which parameters may be combined ({@code api.operation.ParameterRules}), and when in
 * a request each is read, which is the operation's matter.
 */
@NullMarked
package io.headwater.api.operation.legacy;

import org.jspecify.annotations.NullMarked;
