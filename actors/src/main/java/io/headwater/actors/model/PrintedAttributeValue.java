package io.headwater.actors.model;

import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Collectors;

/** Attribute values as DynamoDB's messages print them: {@code AttributeValue: {S:text}}. */
public final class PrintedAttributeValue {
  private PrintedAttributeValue() {}

  /** A value. */
  public static String of(AttributeValue value) {
    return "AttributeValue: {" + value.type() + ":" + content(value) + "}";
  }

  /** The attributes of an item, such as a key: {@code {id=AttributeValue: {S:text}}}. */
  public static String of(Item item) {
    return entries(item.attributes());
  }

  private static String entries(Map<String, AttributeValue> entries) {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String content(AttributeValue value) {
    return switch (value) {
      case S(var text) -> text;
      case N number -> number.toPlainString();
      case B(var bytes) -> buffer(bytes);
      case Bool(var truth) -> Boolean.toString(truth);
      case Null _ -> "true";
      case SS(var members) -> members.toString();
      case NS(var members) -> members.stream().map(BigDecimal::toPlainString).toList().toString();
      case BS(var members) ->
          members.stream().map(PrintedAttributeValue::buffer).toList().toString();
      case L(var elements) -> elements.stream().map(PrintedAttributeValue::of).toList().toString();
      case M(var entries) -> entries(entries);
    };
  }

  /** DynamoDB prints its own buffer object, of which only the length is told. */
  private static String buffer(Bytes bytes) {
    return "java.nio.HeapByteBuffer[pos=0 lim=%1$d cap=%1$d]".formatted(bytes.length());
  }
}
