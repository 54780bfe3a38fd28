package io.headwater.actors.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.actors.json.ValueFault.Kind;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Numbers;
import io.headwater.actors.model.Utf8Order;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the three set types, whose elements must be there and differ. */
final class SetReader {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private static final ReadValue EMPTY_STRING_SET = emptySet("An string set  may not be empty");
  private static final ReadValue EMPTY_NUMBER_SET = emptySet("An number set  may not be empty");
  private static final ReadValue EMPTY_BINARY_SET = emptySet("Binary sets should not be empty");

  private final JsonParser parser;

  SetReader(JsonParser parser) {
    this.parser = parser;
  }

  ReadValue readStrings(JsonToken token) throws IOException {
    List<String> elements = readTexts(token);
    if (elements.isEmpty()) {
      return EMPTY_STRING_SET;
    }
    var set = SS.of(elements);
    return set.values().size() == elements.size()
        ? ReadValue.of(set)
        : duplicates(
            INVALID
                + "Input collection ["
                + listed(elements, Utf8Order.COMPARATOR, ", ")
                + "] contains duplicates.",
            INVALID + "Input collection " + elements + " contains duplicates.");
  }

  ReadValue readNumbers(JsonToken token) throws IOException {
    List<String> texts = readTexts(token);
    if (texts.isEmpty()) {
      return EMPTY_NUMBER_SET;
    }
    var elements = new ArrayList<BigDecimal>(texts.size());
    for (String text : texts) {
      try {
        elements.add(Numbers.parse(text));
      } catch (DynamoDbException e) {
        return ReadValue.of(numberFault(text, e));
      }
    }
    var set = NS.of(elements);
    return set.values().size() == elements.size()
        ? ReadValue.of(set)
        : duplicates(
            INVALID + "Input collection contains duplicates.",
            "Input collection contains duplicates");
  }

  ReadValue readBinaries(JsonToken token) throws IOException {
    expectList(token);
    var elements = new ArrayList<Bytes>();
    for (JsonToken element = parser.nextToken();
        element != JsonToken.END_ARRAY;
        element = parser.nextToken()) {
      if (element != JsonToken.VALUE_NULL) {
        elements.add(readBlob(parser, element));
      }
    }
    if (elements.isEmpty()) {
      return EMPTY_BINARY_SET;
    }
    var set = BS.of(elements);
    return set.values().size() == elements.size()
        ? ReadValue.of(set)
        : duplicates(
            INVALID
                + "Input collection ["
                + listed(elements, Comparator.naturalOrder(), ",")
                + "]of type BS contains duplicates.",
            INVALID + "Input collection " + elements + "of type BS contains duplicates.");
  }

  static String readText(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw SerializationFault.noString(token);
    }
    return UnicodeText.checked(parser.getText());
  }

  static Bytes readBlob(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw SerializationFault.noBlob(token);
    }
    return Base64Text.decode(parser.getText());
  }

  private List<String> readTexts(JsonToken token) throws IOException {
    expectList(token);
    var elements = new ArrayList<String>();
    for (JsonToken element = parser.nextToken();
        element != JsonToken.END_ARRAY;
        element = parser.nextToken()) {
      if (element != JsonToken.VALUE_NULL) {
        elements.add(readText(parser, element));
      }
    }
    return elements;
  }

  private static void expectList(JsonToken token) {
    if (token != JsonToken.START_ARRAY) {
      throw SerializationFault.noList(token);
    }
  }

  private static ReadValue emptySet(String message) {
    return ReadValue.of(new ValueFault(Kind.EMPTY_SET, INVALID + message));
  }

  private static ReadValue duplicates(String message, String olderMessage) {
    return ReadValue.of(new ValueFault(Kind.DUPLICATES, message, olderMessage));
  }

  static ValueFault numberFault(String text, DynamoDbException refusal) {
    return new ValueFault(
        Kind.NUMBER, refusal.error().message(), Numbers.olderRefusal(text, refusal));
  }

  /**
   * Elements as the service lists them when one is repeated: the elements before the first repeat
   * in the set's order, then the others as they came.
   */
  private static <T> String listed(
      List<T> elements, Comparator<? super T> order, String separator) {
    var before = new TreeSet<T>(order);
    int repeat = 0;
    while (before.add(elements.get(repeat))) {
      repeat++;
    }
    return Stream.concat(before.stream(), elements.stream().skip(repeat))
        .map(element -> "\"" + element + "\"")
        .collect(Collectors.joining(separator));
  }
}
