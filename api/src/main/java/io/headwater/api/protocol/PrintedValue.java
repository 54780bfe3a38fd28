package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.PrintedAttributeValue;
import io.headwater.api.protocol.StructureShape.Member;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The text of a request's value in a message. Lists, maps and structures of more than {@link
 * #MAX_LENGTH} characters are left out: the service's own limit is unknown, and a batch of items
 * has up to 16 MiB.
 */
final class PrintedValue {
  static final int MAX_LENGTH = 64 * 1024;

  private final StringBuilder text = new StringBuilder();

  private PrintedValue() {}

  /** A value in quotes, as Java prints it; null: too long. */
  static @Nullable String asJava(Object value) {
    if (value instanceof String || value instanceof Number) {
      return "'" + value + "'";
    }
    var printed = new PrintedValue();
    printed.text.append('\'');
    printed.print(value);
    printed.text.append('\'');
    return printed.isTooLong() ? null : printed.text.toString();
  }

  /** A value in quotes, as JSON; null: too long. */
  static @Nullable String asJson(Object value) {
    var writer = new LimitedWriter();
    try (JsonGenerator generator = JsonText.FACTORY.createGenerator(writer)) {
      writeJson(value, generator);
      generator.flush();
      return "'" + writer.text + "'";
    } catch (IOException tooLong) {
      return null;
    }
  }

  private boolean isTooLong() {
    return text.length() > MAX_LENGTH;
  }

  private void print(Object value) {
    if (isTooLong()) {
      return;
    }
    switch (value) {
      case Structure structure -> printStructure(structure);
      case List<?> list -> {
        String separator = "[";
        for (Object element : list) {
          text.append(separator);
          print(element);
          separator = ", ";
        }
        text.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> printMap(map);
      case ReadItem item -> printMap(item.attributes().attributes());
      case AttributeValue attribute -> text.append(PrintedAttributeValue.of(attribute));
      default -> text.append(value);
    }
  }

  /** Absent members are printed too. */
  private void printStructure(Structure structure) {
    text.append(structure.shape().name()).append('(');
    String separator = "";
    for (Member member : structure.shape().members()) {
      Object value = structure.get(member);
      text.append(separator).append(member.pathName()).append('=');
      if (value == null) {
        text.append("null");
      } else {
        print(value);
      }
      separator = ", ";
    }
    text.append(')');
  }

  private void printMap(Map<?, ?> map) {
    String separator = "{";
    for (var entry : map.entrySet()) {
      if (isTooLong()) {
        return;
      }
      text.append(separator).append(entry.getKey()).append('=');
      print(entry.getValue());
      separator = ", ";
    }
    text.append(map.isEmpty() ? "{}" : "}");
  }

  private static void writeJson(Object value, JsonGenerator generator) throws IOException {
    switch (value) {
      case Structure structure -> {
        generator.writeStartObject();
        for (Member member : structure.shape().members()) {
          Object memberValue = structure.get(member);
          if (memberValue != null) {
            generator.writeFieldName(member.name());
            writeJson(memberValue, generator);
          }
        }
        generator.writeEndObject();
      }
      case List<?> list -> {
        generator.writeStartArray();
        for (Object element : list) {
          writeJson(element, generator);
        }
        generator.writeEndArray();
      }
      case Map<?, ?> map -> {
        generator.writeStartObject();
        for (var entry : map.entrySet()) {
          generator.writeFieldName((String) entry.getKey());
          writeJson(entry.getValue(), generator);
        }
        generator.writeEndObject();
      }
      case ReadItem item -> AttributeValueWriter.writeItem(item.attributes(), generator);
      default -> generator.writeObject(value);
    }
  }

  /** Text of a limited length. */
  private static final class LimitedWriter extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
      text.append(characters, offset, length);
      if (text.length() > MAX_LENGTH) {
        throw new IOException("longer than " + MAX_LENGTH + " characters");
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
