package io.headwater.loadtests.differential;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The known differences in how DynamoDB Local writes answers, whatever they say. They are taken out
 * before answers are compared, because they may come together with any other difference:
 *
 * <ul>
 *   <li>the text of an error is {@code Message}; DynamoDB says {@code message} for all but a few
 *       errors (validation-and-errors.md 1), and SDKs read either;
 *   <li>numbers may have an exponent, and those that an update put in are answered as they came;
 *       DynamoDB answers plain decimals in their normal form (data-model.md 2 [X]);
 *   <li>ConsumedCapacity comes unasked with DeleteItem of an item that is not there; DynamoDB
 *       answers it when it is asked for (data-model.md 8).
 * </ul>
 */
final class Dialect {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d{1,3})?");

  private Dialect() {}

  /** An answer of DynamoDB Local as DynamoDB would write it. */
  static @Nullable Object translated(Call call, @Nullable Object answer) {
    if (!(answer instanceof Map<?, ?> members)) {
      return answer;
    }
    var translated = new TreeMap<String, @Nullable Object>();
    members.forEach((name, member) ->
        translated.put(
            name.equals("Message") ? "message" : name.toString(), withPlainNumbers(member)));
    if (call.operation().equals("DeleteItem") && asksForNoCapacity(call)) {
      translated.remove("ConsumedCapacity");
    }
    return translated;
  }

  private static boolean asksForNoCapacity(Call call) {
    Object detail = call.request().get("ReturnConsumedCapacity");
    return detail == null || detail.equals("NONE");
  }

  private static @Nullable Object withPlainNumbers(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> members -> {
        var plain = new TreeMap<String, @Nullable Object>();
        members.forEach((name, member) ->
            plain.put(
                name.toString(),
                name.equals("N") || name.equals("NS")
                    ? plainNumbers(member)
                    : withPlainNumbers(member)));
        yield plain;
      }
      case List<?> elements -> {
        var plain = new ArrayList<@Nullable Object>();
        elements.forEach(element -> plain.add(withPlainNumbers(element)));
        yield plain;
      }
      case null, default -> tree;
    };
  }

  private static @Nullable Object plainNumbers(@Nullable Object value) {
    return switch (value) {
      case String text when NUMBER.matcher(text).matches() ->
          new BigDecimal(text).stripTrailingZeros().toPlainString();
      case List<?> numbers -> {
        var plain = new ArrayList<@Nullable Object>();
        numbers.forEach(number -> plain.add(plainNumbers(number)));
        yield plain;
      }
      case null, default -> withPlainNumbers(value);
    };
  }
}
