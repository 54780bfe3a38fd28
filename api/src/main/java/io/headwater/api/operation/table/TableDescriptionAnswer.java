package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.api.protocol.Answer;
import java.io.IOException;

/** The answer that is a description under one member's name. */
record TableDescriptionAnswer(String member, TableDescription description) implements Answer {
  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeFieldName(member);
    description.writeTo(generator);
    generator.writeEndObject();
  }
}
