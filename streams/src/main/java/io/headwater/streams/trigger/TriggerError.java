package io.headwater.streams.trigger;

/** Why a mapping was not created, changed or found: a code of the Lambda API, and a text. */
public record TriggerError(Code code, String message) {

  /** The errors of the Lambda API that concern mappings. */
  public enum Code {
    INVALID_PARAMETER_VALUE("InvalidParameterValueException", 400),
    RESOURCE_CONFLICT("ResourceConflictException", 409),
    RESOURCE_NOT_FOUND("ResourceNotFoundException", 404),
    SERVICE("ServiceException", 500),
    TOO_MANY_REQUESTS("TooManyRequestsException", 429);

    private final String wireName;
    private final int httpStatus;

    Code(String wireName, int httpStatus) {
      this.wireName = wireName;
      this.httpStatus = httpStatus;
    }

    public String wireName() {
      return wireName;
    }

    public int httpStatus() {
      return httpStatus;
    }
  }

  static TriggerError invalid(String message) {
    return new TriggerError(Code.INVALID_PARAMETER_VALUE, message);
  }

  /** The answer to an id that no mapping has. */
  public static TriggerError mappingNotFound() {
    return new TriggerError(Code.RESOURCE_NOT_FOUND, "The resource you requested does not exist.");
  }
}
