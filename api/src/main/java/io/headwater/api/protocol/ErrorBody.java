package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbError.ConditionalCheckFailed;
import io.headwater.actors.model.ErrorCode;
import java.io.IOException;

/** An error as DynamoDB's JSON: {@code __type}, a message and an item where there are such. */
public final class ErrorBody {
  private ErrorBody() {}

  public static byte[] of(DynamoDbError error) {
    return JsonText.write(generator -> write(generator, error));
  }

  private static void write(JsonGenerator generator, DynamoDbError error) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("__type", error.code().wireType());
    if (!error.message().isEmpty()) {
      generator.writeStringField(messageKey(error.code()), error.message());
    }
    if (error instanceof ConditionalCheckFailed failed && failed.item() != null) {
      generator.writeFieldName("Item");
      AttributeValueWriter.writeItem(failed.item(), generator);
    }
    generator.writeEndObject();
  }

  /** The service spells the member in two ways, by the error's family. */
  private static String messageKey(ErrorCode code) {
    return code == ErrorCode.SERIALIZATION || code == ErrorCode.ACCESS_DENIED
        ? "Message"
        : "message";
  }
}
