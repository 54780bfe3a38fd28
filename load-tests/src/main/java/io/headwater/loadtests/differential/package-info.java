/**
 * The differential test: random operations to Headwater and to DynamoDB Local, and no difference
 * between the answers but the known ones.
 *
 * <p>Start with {@link DifferentialTest}. {@link RandomCalls} makes the requests, {@link Server}
 * sends them and brings the answers into a form that can be compared, {@link KnownDifferences}
 * lists where DynamoDB Local is not DynamoDB.
 *
 * <p>Everything random comes from a seed, a history's number and an operation's number in it. A
 * history has its own tables, so it can be repeated without those before it.
 */
@NullMarked
package io.headwater.loadtests.differential;

import org.jspecify.annotations.NullMarked;
