package io.headwater.api.operation;

import io.headwater.api.protocol.OperationShape;

/** An operation that is served: what its requests look like, and who answers them. */
public record Operation(OperationShape shape, OperationHandler handler) {}
