package io.headwater.actors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/**
 * DynamoDB's texts for JSON of another type than a member of an attribute value has. The wording
 * with the service's Java types in it is the service's own.
 */
final class SerializationFault {
  private static final String VALUE_TYPE = "com.amazonaws.dynamodb.v20120810.AttributeValue";
  private static final String UNEXPECTED_OBJECT =
      "Start of structure or map found where not expected";
  private static final String UNEXPECTED_FIELD = "Unexpected field type";

  private SerializationFault() {}

  static DynamoDbException of(String message) {
    return new DynamoDbException(DynamoDbError.of(ErrorCode.SERIALIZATION, message));
  }

  /** Malformed JSON, or text that is no Unicode: answered without a message. */
  static DynamoDbException notJson() {
    return of("");
  }

  static DynamoDbException noString(JsonToken found) {
    return noScalar(found, "String");
  }

  static DynamoDbException noBoolean(JsonToken found) {
    return noScalar(found, "Boolean");
  }

  static DynamoDbException noBlob(JsonToken found) {
    return switch (found) {
      case START_ARRAY -> of("Unrecognized collection type class java.nio.ByteBuffer");
      case START_OBJECT -> of(UNEXPECTED_OBJECT);
      default -> of("only base-64-encoded strings are convertible to bytes");
    };
  }

  static DynamoDbException noList(JsonToken found) {
    return of(found == JsonToken.START_OBJECT ? UNEXPECTED_OBJECT : UNEXPECTED_FIELD);
  }

  static DynamoDbException noMap(JsonToken found) {
    return of(
        found == JsonToken.START_ARRAY
            ? "Unrecognized collection type java.util.Map<java.lang.String, " + VALUE_TYPE + ">"
            : UNEXPECTED_FIELD);
  }

  /** An attribute value that is an element of a list or map. */
  static DynamoDbException noValue(JsonToken found) {
    return of(
        found == JsonToken.START_ARRAY
            ? "Unrecognized collection type class " + VALUE_TYPE
            : "Unexpected value type in payload");
  }

  private static DynamoDbException noScalar(JsonToken found, String javaType) {
    return switch (found) {
      case START_ARRAY -> of("Unrecognized collection type class java.lang." + javaType);
      case START_OBJECT -> of(UNEXPECTED_OBJECT);
      case VALUE_TRUE -> of("TRUE_VALUE cannot be converted to " + javaType);
      case VALUE_FALSE -> of("FALSE_VALUE cannot be converted to " + javaType);
      case VALUE_NUMBER_FLOAT -> of("DECIMAL_VALUE cannot be converted to " + javaType);
      default -> of("NUMBER_VALUE cannot be converted to " + javaType);
    };
  }
}
