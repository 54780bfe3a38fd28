package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.KeySchema;
import java.io.IOException;

/** A key schema as tables' and streams' descriptions show it. */
public final class KeySchemaJson {
  private KeySchemaJson() {}

  public static void write(JsonGenerator generator, KeySchema schema) throws IOException {
    generator.writeStartArray();
    writeElement(generator, schema.partitionKey(), "HASH");
    if (schema.sortKey() != null) {
      writeElement(generator, schema.sortKey(), "RANGE");
    }
    generator.writeEndArray();
  }

  public static void write(JsonGenerator generator, IndexKeySchema schema) throws IOException {
    generator.writeStartArray();
    for (KeySchema.KeyAttribute attribute : schema.hash()) {
      writeElement(generator, attribute, "HASH");
    }
    for (KeySchema.KeyAttribute attribute : schema.range()) {
      writeElement(generator, attribute, "RANGE");
    }
    generator.writeEndArray();
  }

  private static void writeElement(
      JsonGenerator generator, KeySchema.KeyAttribute attribute, String keyType)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("AttributeName", attribute.name());
    generator.writeStringField("KeyType", keyType);
    generator.writeEndObject();
  }
}
