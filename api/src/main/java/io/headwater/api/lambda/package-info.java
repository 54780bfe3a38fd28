/**
 * The part of the AWS Lambda API that connects streams to functions: event source mappings, REST
 * with JSON, on the same port as DynamoDB's API.
 *
 * <p>Start with {@link EventSourceMappingHandler}. What a mapping does is in {@code
 * streams.trigger}.
 */
@NullMarked
package io.headwater.api.lambda;

import org.jspecify.annotations.NullMarked;
