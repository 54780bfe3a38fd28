package io.headwater.actors.model;

/** The error shapes of the service model, with what HTTP and the AWS SDKs need to know of each. */
public enum ErrorCode {
  ACCESS_DENIED(400, Wire.SERVICE + "AccessDeniedException"),
  CONDITIONAL_CHECK_FAILED(400, Wire.DYNAMODB + "ConditionalCheckFailedException"),
  EXPIRED_ITERATOR(400, Wire.DYNAMODB + "ExpiredIteratorException"),
  INCOMPLETE_SIGNATURE(400, Wire.SERVICE + "IncompleteSignatureException"),
  INTERNAL(500, Wire.DYNAMODB + "InternalServerError"),
  INTERNAL_FAILURE(500, Wire.SERVICE + "InternalFailure"),
  INVALID_SIGNATURE(400, Wire.SERVICE + "InvalidSignatureException"),
  ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED(
      400, Wire.DYNAMODB + "ItemCollectionSizeLimitExceededException"),
  LIMIT_EXCEEDED(400, Wire.DYNAMODB + "LimitExceededException"),
  MISSING_AUTHENTICATION_TOKEN(400, Wire.SERVICE + "MissingAuthenticationTokenException"),
  PROVISIONED_THROUGHPUT_EXCEEDED(400, Wire.DYNAMODB + "ProvisionedThroughputExceededException"),
  RESOURCE_IN_USE(400, Wire.DYNAMODB + "ResourceInUseException"),
  RESOURCE_NOT_FOUND(400, Wire.DYNAMODB + "ResourceNotFoundException"),
  SERIALIZATION(400, Wire.SERVICE + "SerializationException"),
  SERVICE_UNAVAILABLE(503, Wire.SERVICE + "ServiceUnavailable"),
  TABLE_NOT_FOUND(400, Wire.DYNAMODB + "TableNotFoundException"),
  THROTTLING(400, Wire.SERVICE + "ThrottlingException"),
  TRIMMED_DATA_ACCESS(400, Wire.DYNAMODB + "TrimmedDataAccessException"),
  UNKNOWN_OPERATION(400, Wire.SERVICE + "UnknownOperationException"),
  VALIDATION(400, Wire.VALIDATE + "ValidationException");

  private final int httpStatus;
  private final String wireType;

  ErrorCode(int httpStatus, String wireType) {
    this.httpStatus = httpStatus;
    this.wireType = wireType;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** The {@code __type} member of the answer. */
  public String wireType() {
    return wireType;
  }

  /** Whether the request came too early, and the same one may go through later. */
  public boolean isThrottling() {
    return this == THROTTLING || this == PROVISIONED_THROUGHPUT_EXCEEDED;
  }

  /** The namespaces differ by family, so that a code names its own. */
  private static final class Wire {
    static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
    static final String SERVICE = "com.amazon.coral.service#";
    static final String VALIDATE = "com.amazon.coral.validate#";
  }
}
