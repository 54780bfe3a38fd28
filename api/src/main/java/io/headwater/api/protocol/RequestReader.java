package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.actors.json.AttributeValueReader;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.json.UnicodeText;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.api.memory.Reservation;
import io.headwater.api.protocol.StructureShape.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Turns a body into a {@link Structure}, in one pass and without a tree. A value of another type
 * than the shape's is a SerializationException with the service's text (validation-and-errors §4);
 * only the first is reported, and malformed JSON anywhere before any of them.
 *
 * <p>Members that the shape does not know are read past; a member that is {@code null} is absent,
 * and so is a {@code null} element.
 */
public final class RequestReader {
  /** What is no JSON has no message. */
  public static final DynamoDbError NOT_JSON = DynamoDbError.of(ErrorCode.SERIALIZATION, "");

  private static final String MODEL_PACKAGE = "com.amazonaws.dynamodb.v20120810.";
  private static final String VALUE_TYPE = MODEL_PACKAGE + "AttributeValue";
  private static final String NOT_A_MAP = "Start of structure or map found where not expected";
  private static final String WRONG_FIELD = "Unexpected field type";
  private static final String WRONG_ELEMENT = "Unexpected value type in payload";
  private static final String WRONG_TOKEN = "Unexpected token received from parser";

  /** The service's own cast gone wrong, which it tells its clients. */
  private static final String WRONG_GENERIC_ELEMENT =
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class"
          + " java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and"
          + " java.lang.Class are in module java.base of loader 'bootstrap')";

  /** Where a value stands, which changes the texts. */
  private enum Place {
    MEMBER,
    ELEMENT
  }

  private final JsonParser parser;

  private RequestReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a request.
   *
   * @param memory is raised by what a large body takes when it is decoded
   * @throws DynamoDbException a SerializationException, or a ThrottlingException without memory
   */
  public static Structure read(StructureShape shape, ByteString body, Reservation memory) {
    try (JsonParser parser = parser(body, memory)) {
      return new RequestReader(parser).request(shape);
    } catch (IOException e) {
      throw new DynamoDbException(NOT_JSON);
    } catch (DynamoDbException e) {
      boolean isJson = e.error().code().isThrottling() || JsonText.isWellFormed(body);
      throw isJson ? e : new DynamoDbException(NOT_JSON);
    }
  }

  private static JsonParser parser(ByteString body, Reservation memory) throws IOException {
    JsonParser parser = JsonText.parser(body);
    return body.size() <= MeteredParser.UNMETERED_BODY_BYTES
        ? parser
        : new MeteredParser(parser, memory);
  }

  private Structure request(StructureShape shape) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new DynamoDbException(NOT_JSON);
    }
    Structure request = structure(shape);
    if (parser.nextToken() != null) {
      throw new DynamoDbException(NOT_JSON);
    }
    return request;
  }

  private Structure structure(StructureShape shape) throws IOException {
    var structure = new Structure(shape);
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      Member member = shape.find(name);
      if (member == null) {
        parser.skipChildren();
      } else {
        structure.set(
            member,
            token == JsonToken.VALUE_NULL ? null : value(member.shape(), token, Place.MEMBER));
      }
    }
    return structure;
  }

  private Object value(Shape shape, JsonToken token, Place place) throws IOException {
    return switch (shape) {
      case Shape.Text _ -> text(token);
      case Shape.Flag _ -> flag(token);
      case Shape.Whole whole -> whole(whole, token);
      case Shape.Sequence sequence -> sequence(sequence, token, place);
      case Shape.Dictionary dictionary -> dictionary(dictionary, token, place);
      case Shape.Value _ -> attributeValue(token, place);
      case Shape.Attributes _ -> attributes(token, place);
      case Shape.Nested nested -> nested(nested.structure(), token, place);
    };
  }

  private String text(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw scalarFault(token, "String");
    }
    return UnicodeText.checked(parser.getText());
  }

  private Boolean flag(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> flagOf(parser.getText());
      default -> throw scalarFault(token, "Boolean");
    };
  }

  private static boolean flagOf(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1", "yes" -> true;
      case "false", "0", "no" -> false;
      default -> throw fault(WRONG_TOKEN);
    };
  }

  private Long whole(Shape.Whole shape, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NUMBER_INT -> {
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          throw scalarFault(token, shape.javaType());
        }
        yield inRange(shape, parser.getLongValue());
      }
      // Digits behind the point are cut off.
      case VALUE_NUMBER_FLOAT -> inRange(shape, (long) parser.getDoubleValue());
      default -> throw scalarFault(token, shape.javaType());
    };
  }

  private static long inRange(Shape.Whole shape, long number) {
    if (shape.javaType().equals("Integer") && number != (int) number) {
      throw fault("NUMBER_VALUE cannot be converted to Integer");
    }
    return number;
  }

  private List<Object> sequence(Shape.Sequence shape, JsonToken token, Place place)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      throw fault(NOT_A_MAP);
    }
    if (token != JsonToken.START_ARRAY) {
      throw fault(place == Place.MEMBER ? WRONG_FIELD : WRONG_GENERIC_ELEMENT);
    }
    var elements = new ArrayList<Object>();
    for (JsonToken element = parser.nextToken();
        element != JsonToken.END_ARRAY;
        element = parser.nextToken()) {
      if (element != JsonToken.VALUE_NULL) {
        elements.add(value(shape.element(), element, Place.ELEMENT));
      }
    }
    return elements;
  }

  private Map<String, Object> dictionary(Shape.Dictionary shape, JsonToken token, Place place)
      throws IOException {
    requireMap(token, place, shape.valueType());
    var entries = new LinkedHashMap<String, Object>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken valueToken = parser.nextToken();
      if (valueToken != JsonToken.VALUE_NULL) {
        entries.put(UnicodeText.checked(key), value(shape.value(), valueToken, Place.ELEMENT));
      }
    }
    return entries;
  }

  private ReadItem attributes(JsonToken token, Place place) throws IOException {
    requireMap(token, place, VALUE_TYPE);
    return AttributeValueReader.readItem(parser);
  }

  private ReadValue attributeValue(JsonToken token, Place place) throws IOException {
    requireStructure(token, place, VALUE_TYPE);
    return AttributeValueReader.readValue(parser);
  }

  private Structure nested(StructureShape shape, JsonToken token, Place place) throws IOException {
    requireStructure(token, place, MODEL_PACKAGE + shape.name());
    return structure(shape);
  }

  private static void requireStructure(JsonToken token, Place place, String javaType) {
    if (token == JsonToken.START_ARRAY) {
      throw fault("Unrecognized collection type class " + javaType);
    }
    if (token != JsonToken.START_OBJECT) {
      throw fault(place == Place.MEMBER ? WRONG_FIELD : WRONG_ELEMENT);
    }
  }

  private static void requireMap(JsonToken token, Place place, String valueType) {
    if (token == JsonToken.START_ARRAY) {
      throw fault(
          "Unrecognized collection type java.util.Map<java.lang.String, " + valueType + ">");
    }
    if (token != JsonToken.START_OBJECT) {
      throw fault(place == Place.MEMBER ? WRONG_FIELD : WRONG_GENERIC_ELEMENT);
    }
  }

  /** The fault of a value that should be a string, a boolean or a number. */
  private static DynamoDbException scalarFault(@Nullable JsonToken token, String javaType) {
    if (token == null) {
      return new DynamoDbException(NOT_JSON);
    }
    return switch (token) {
      case VALUE_STRING -> fault("STRING_VALUE cannot be converted to " + javaType);
      case VALUE_TRUE -> fault("TRUE_VALUE cannot be converted to " + javaType);
      case VALUE_FALSE -> fault("FALSE_VALUE cannot be converted to " + javaType);
      case VALUE_NUMBER_INT -> fault("NUMBER_VALUE cannot be converted to " + javaType);
      case VALUE_NUMBER_FLOAT -> fault("DECIMAL_VALUE cannot be converted to " + javaType);
      case START_ARRAY -> fault("Unrecognized collection type class java.lang." + javaType);
      case START_OBJECT -> fault(NOT_A_MAP);
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT, VALUE_NULL ->
          new DynamoDbException(NOT_JSON);
    };
  }

  private static DynamoDbException fault(String message) {
    return new DynamoDbException(DynamoDbError.of(ErrorCode.SERIALIZATION, message));
  }
}
