/**
 * The HTTP edge: one bound address, one handler, DynamoDB's own rules of HTTP.
 *
 * <p>{@link HttpEdge} binds and unbinds. {@link RequestGate} decides what a request is: a health
 * probe, a CORS pre-flight, a call of the DynamoDB API, a path that a {@link PathHandler} serves,
 * or nothing that DynamoDB knows. Bodies are read whole, within a size and a time. Whatever happens
 * behind it, every request is answered.
 *
 * <p>Not here: what a call means ({@code api.operation}), JSON ({@code api.protocol}).
 */
@NullMarked
package io.headwater.api.http;

import org.jspecify.annotations.NullMarked;
