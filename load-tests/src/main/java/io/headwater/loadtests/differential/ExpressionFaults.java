package io.headwater.loadtests.differential;

import java.util.List;
import java.util.regex.Pattern;

/** Changes of an expression's text that mostly make it wrong. */
final class ExpressionFaults {
  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z_0-9]+|[#:][A-Za-z_0-9]+|<>|<=|>=|\\s+|.", Pattern.DOTALL);

  private static final List<String> TOKENS =
      List.of(
          "AND",
          "OR",
          "NOT",
          "BETWEEN",
          "IN",
          "SET",
          "REMOVE",
          "ADD",
          "DELETE",
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "(",
          ")",
          ",",
          "+",
          "-",
          "[0]",
          "[",
          "]",
          ".",
          "#n0",
          ":v0",
          "#n99",
          ":v99",
          "s",
          "n",
          "l",
          "Comment",
          "size",
          "size(s)",
          "contains(s, :v0)",
          "begins_with",
          "attribute_exists(s)",
          "attribute_exists",
          "if_not_exists(s, :v0)",
          "list_append(l, :v0)",
          "attribute_type(s, :v0)",
          "5",
          "'x'",
          "\"x\"",
          "!",
          "&",
          "*",
          "#",
          ":",
          "ä",
          "_",
          "5a");

  private ExpressionFaults() {}

  static String change(String text, Draw draw) {
    List<String> tokens = TOKEN.matcher(text).results().map(result -> result.group()).toList();
    if (tokens.isEmpty()) {
      return "s";
    }
    return switch (draw.below(16)) {
      case 0 -> "";
      case 1 -> " ";
      case 2 -> "(" + text + ")";
      case 3 -> "((" + text + "))";
      case 4 -> text + " ".repeat(4096);
      case 5 -> text.toUpperCase(java.util.Locale.ROOT);
      case 6 -> text + " " + draw.from(TOKENS);
      case 7, 8 -> withToken(tokens, draw.from(TOKENS), true, draw);
      case 9, 10, 11 -> withToken(tokens, draw.from(TOKENS), false, draw);
      case 12 -> withToken(tokens, "", true, draw);
      case 13 -> withToken(tokens, draw.from(tokens), true, draw);
      case 14 -> String.join("", tokens.subList(0, draw.between(1, tokens.size())));
      default -> text.replaceFirst("[#:]([nv])\\d", "$0" + draw.from("_", "x", " ", "."));
    };
  }

  /** The text with a token put in the place of one, or in front of one, that is no space. */
  private static String withToken(List<String> tokens, String token, boolean replace, Draw draw) {
    int position = draw.below(tokens.size());
    while (position > 0 && tokens.get(position).isBlank()) {
      position--;
    }
    String space = replace ? "" : draw.from(" ", "");
    return String.join("", tokens.subList(0, position))
        + token
        + space
        + String.join("", tokens.subList(replace ? position + 1 : position, tokens.size()));
  }
}
