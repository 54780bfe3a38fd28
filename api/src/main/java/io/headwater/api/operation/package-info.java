/**
 * DynamoDB's operations: from a checked request to an answer.
 *
 * <p>{@link OperationDispatcher} finds the {@link Operation} that a request names and runs it. An
 * operation is its shape in the service model and one {@link OperationHandler}; those live in the
 * sub-packages {@code item}, {@code batch}, {@code query}, {@code table} and {@code stream}. What
 * several of them need is here, and in {@code legacy} what expressions replaced. Each handler's doc
 * lists its checks in the order in which DynamoDB reports them.
 */
@NullMarked
package io.headwater.api.operation;

import org.jspecify.annotations.NullMarked;
