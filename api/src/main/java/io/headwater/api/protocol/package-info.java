/**
 * DynamoDB's JSON 1.0 protocol: bytes to a checked request, answers and errors to bytes.
 *
 * <p>What a request may hold is data: {@link ServiceModel} reads it from {@code service-model.txt},
 * so that a new operation needs no new parser and no new constraint check. {@link RequestReader}
 * turns a body into a {@link Structure} and reports the first member of a wrong type; {@link
 * ConstraintChecker} then reports what violates the model's constraints. Checks that need more than
 * the model are the operations' ({@code api.operation}).
 */
@NullMarked
package io.headwater.api.protocol;

import org.jspecify.annotations.NullMarked;
