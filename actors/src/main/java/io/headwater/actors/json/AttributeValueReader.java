package io.headwater.actors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.json.ReadItem.AttributeFault;
import io.headwater.actors.json.ValueFault.Kind;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.Numbers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads attribute values from a stream of JSON tokens, without a tree.
 *
 * <p>DynamoDB checks the JSON types of a whole request before it looks at any value. So a wrong
 * type is thrown at once, as a SerializationException, while a rule that a value breaks is handed
 * back with the value as a {@link ValueFault}, for the operation to report in its turn.
 *
 * <p>Members that are {@code null} or unknown are passed over; of a member that comes twice the
 * last counts. Values below the {@value ItemLimits#MAX_NESTING_LEVELS} levels that DynamoDB allows
 * are read past, so that no input can exhaust the stack.
 */
public final class AttributeValueReader {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static final ReadValue NO_TYPE = ReadValue.of(ValueFault.NO_TYPE);
  private static final ReadValue SEVERAL_TYPES = ReadValue.of(ValueFault.SEVERAL_TYPES);
  private static final ReadValue NULL = ReadValue.of(Null.INSTANCE);
  private static final ReadValue NULL_NOT_TRUE =
      ReadValue.of(
          new ValueFault(
              Kind.NULL_NOT_TRUE,
              INVALID + "Null attribute value types must have the value of true"));
  private static final ReadValue TOO_DEEP =
      ReadValue.of(new ValueFault(Kind.NESTING, ItemLimits.NESTING_MESSAGE));
  private static final ValueFault NESTED_NAME_EMPTY =
      new ValueFault(Kind.ATTRIBUTE_NAME, INVALID + "Attribute name must not be empty");
  private static final ValueFault NAME_TOO_LARGE =
      new ValueFault(
          Kind.ATTRIBUTE_NAME,
          INVALID + "Attribute name is too large, must be less than 65536 bytes");

  private final JsonParser parser;
  private final SetReader sets;

  private AttributeValueReader(JsonParser parser) {
    this.parser = parser;
    this.sets = new SetReader(parser);
  }

  /**
   * Reads one value. The parser stands at its opening brace, and then at its closing one.
   *
   * @throws DynamoDbException a SerializationException
   */
  public static ReadValue readValue(JsonParser parser) throws IOException {
    expectObject(parser);
    return new AttributeValueReader(parser).readMembers(1);
  }

  /**
   * Reads attribute names and values. The parser stands at the opening brace, and then at the
   * closing one. Attributes keep their order.
   *
   * @throws DynamoDbException a SerializationException
   */
  public static ReadItem readItem(JsonParser parser) throws IOException {
    expectObject(parser);
    Attributes attributes = new AttributeValueReader(parser).readAttributes(1);
    return new ReadItem(new Item(attributes.values), attributes.firstFault());
  }

  private static void expectObject(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalStateException("not at a value's start: " + parser.currentToken());
    }
  }

  /** The members of one value, of which there should be one. */
  private ReadValue readMembers(int level) throws IOException {
    AttributeType firstType = null;
    ReadValue first = null;
    Map<AttributeType, ReadValue> several = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      AttributeType type = typeOf(name);
      if (type == null || token == JsonToken.VALUE_NULL) {
        parser.skipChildren();
        continue;
      }
      ReadValue member = readMember(type, token, level);
      if (firstType == null || type == firstType) {
        firstType = type;
        first = member;
      } else {
        if (several == null) {
          several = new EnumMap<>(AttributeType.class);
        }
        several.put(type, member);
      }
    }
    if (first == null) {
      return NO_TYPE;
    }
    return several == null ? first : ofSeveral(first, several);
  }

  /** The faults of each member come before the one that they are many. */
  private static ReadValue ofSeveral(ReadValue first, Map<AttributeType, ReadValue> others) {
    if (first.fault() != null) {
      return first;
    }
    for (ReadValue other : others.values()) {
      if (other.fault() != null) {
        return other;
      }
    }
    return SEVERAL_TYPES;
  }

  private ReadValue readMember(AttributeType type, JsonToken token, int level) throws IOException {
    return switch (type) {
      case S -> ReadValue.of(new S(SetReader.readText(parser, token)));
      case N -> number(SetReader.readText(parser, token));
      case B -> ReadValue.of(new B(SetReader.readBlob(parser, token)));
      case BOOL -> ReadValue.of(new Bool(readBoolean(token)));
      case NULL -> readBoolean(token) ? NULL : NULL_NOT_TRUE;
      case SS -> sets.readStrings(token);
      case NS -> sets.readNumbers(token);
      case BS -> sets.readBinaries(token);
      case L -> readList(token, level + 1);
      case M -> readMap(token, level + 1);
    };
  }

  private static ReadValue number(String text) {
    try {
      return ReadValue.of(new N(Numbers.parse(text)));
    } catch (DynamoDbException e) {
      return ReadValue.of(SetReader.numberFault(text, e));
    }
  }

  private boolean readBoolean(JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> truthOf(parser.getText());
      default -> throw SerializationFault.noBoolean(token);
    };
  }

  private static boolean truthOf(String text) {
    if (text.equalsIgnoreCase("true") || text.equals("1") || text.equalsIgnoreCase("yes")) {
      return true;
    }
    if (text.equalsIgnoreCase("false") || text.equals("0") || text.equalsIgnoreCase("no")) {
      return false;
    }
    throw SerializationFault.of("Unexpected token received from parser");
  }

  private ReadValue readList(JsonToken token, int level) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      throw SerializationFault.noList(token);
    }
    var elements = new ArrayList<AttributeValue>();
    ValueFault fault = null;
    for (JsonToken element = parser.nextToken();
        element != JsonToken.END_ARRAY;
        element = parser.nextToken()) {
      if (element != JsonToken.VALUE_NULL) {
        ReadValue read = readElement(element, level);
        if (read.value() != null) {
          elements.add(read.value());
        } else if (fault == null) {
          fault = read.fault();
        }
      }
    }
    return fault != null ? ReadValue.of(fault) : ReadValue.of(new L(elements));
  }

  private ReadValue readMap(JsonToken token, int level) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw SerializationFault.noMap(token);
    }
    Attributes entries = readAttributes(level);
    AttributeFault fault = entries.firstFault();
    return fault != null ? ReadValue.of(fault.fault()) : ReadValue.of(new M(entries.values));
  }

  private Attributes readAttributes(int level) throws IOException {
    var attributes = new Attributes();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      UnicodeText.checked(name);
      JsonToken token = parser.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        ReadValue read = readElement(token, level);
        ValueFault nameFault = faultOfName(name, level);
        attributes.put(name, nameFault == null ? read : ReadValue.of(nameFault));
      }
    }
    return attributes;
  }

  private static @Nullable ValueFault faultOfName(String name, int level) {
    if (name.isEmpty()) {
      return level == 1 ? ValueFault.NAME_EMPTY : NESTED_NAME_EMPTY;
    }
    // A char has at most three bytes, so that few names need counting.
    boolean mayBeTooLarge = name.length() > ItemLimits.MAX_ATTRIBUTE_NAME_BYTES / 3;
    return mayBeTooLarge
            && name.getBytes(StandardCharsets.UTF_8).length > ItemLimits.MAX_ATTRIBUTE_NAME_BYTES
        ? NAME_TOO_LARGE
        : null;
  }

  private ReadValue readElement(JsonToken token, int level) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      throw SerializationFault.noValue(token);
    }
    if (level > ItemLimits.MAX_NESTING_LEVELS) {
      parser.skipChildren();
      return TOO_DEEP;
    }
    return readMembers(level);
  }

  private static @Nullable AttributeType typeOf(String memberName) {
    return switch (memberName) {
      case "S" -> AttributeType.S;
      case "N" -> AttributeType.N;
      case "B" -> AttributeType.B;
      case "BOOL" -> AttributeType.BOOL;
      case "NULL" -> AttributeType.NULL;
      case "SS" -> AttributeType.SS;
      case "NS" -> AttributeType.NS;
      case "BS" -> AttributeType.BS;
      case "L" -> AttributeType.L;
      case "M" -> AttributeType.M;
      default -> null;
    };
  }

  /** What was read of a map. Faults are by name too, because the last of a name counts. */
  private static final class Attributes {
    private final Map<String, AttributeValue> values = new LinkedHashMap<>();
    private @Nullable Map<String, ValueFault> faults;

    void put(String name, ReadValue read) {
      if (faults != null) {
        faults.remove(name);
      }
      if (read.value() != null) {
        values.put(name, read.value());
      } else if (read.fault() != null) {
        values.remove(name);
        if (faults == null) {
          faults = new LinkedHashMap<>();
        }
        faults.put(name, read.fault());
      }
    }

    /** The first fault in the map's order; that of an attribute without a name before all. */
    @Nullable AttributeFault firstFault() {
      if (faults == null || faults.isEmpty()) {
        return null;
      }
      ValueFault nameFault = faults.get("");
      if (nameFault != null) {
        return new AttributeFault("", nameFault);
      }
      Map.Entry<String, ValueFault> first = faults.entrySet().iterator().next();
      return new AttributeFault(first.getKey(), first.getValue());
    }
  }
}
