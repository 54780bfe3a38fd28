package io.headwater.actors.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words and signs of an expression's text. Nothing is refused here: a character that begins no
 * token is a token of its own, which no grammar takes.
 */
final class Tokens {
  enum Kind {
    IDENTIFIER,
    NAME_REFERENCE,
    VALUE_REFERENCE,
    INDEX,
    AND,
    OR,
    NOT,
    BETWEEN,
    IN,
    SET,
    REMOVE,
    ADD,
    DELETE,
    EQ,
    NE,
    LT,
    LE,
    GT,
    GE,
    PLUS,
    MINUS,
    COMMA,
    DOT,
    OPEN,
    CLOSE,
    OPEN_BRACKET,
    CLOSE_BRACKET,
    UNKNOWN,
    END
  }

  /** A token and where it stands in the text, {@code end} exclusive. */
  record Token(Kind kind, int start, int end) {}

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private Tokens(String text) {
    this.text = text;
  }

  static Tokens of(String text) {
    var tokens = new Tokens(text);
    tokens.scan();
    return tokens;
  }

  /** How many there are, the last of which is {@link Kind#END}. */
  int count() {
    return tokens.size();
  }

  Token get(int index) {
    return tokens.get(index);
  }

  String text(int index) {
    Token token = tokens.get(index);
    return token.kind() == Kind.END ? "<EOF>" : text.substring(token.start(), token.end());
  }

  /** The source from the token before the given one (or its start) to the end of the one after. */
  String near(int index) {
    int start = index == 0 ? 0 : tokens.get(index - 1).start();
    return text.substring(start, tokens.get(Math.min(tokens.size() - 1, index + 1)).end());
  }

  /** Whether only letters of A to Z, digits and underscores follow from an index on. */
  static boolean isWord(String text, int from) {
    return wordEnd(text, from) == text.length();
  }

  private void scan() {
    int position = 0;
    while (position < text.length()) {
      if (isSpace(text.charAt(position))) {
        position++;
      } else {
        Token token = tokenAt(position);
        tokens.add(token);
        position = token.end();
      }
    }
    tokens.add(new Token(Kind.END, text.length(), text.length()));
  }

  /**
   * A word begins with a letter. An underscore there is a fault at DynamoDB, too, although its
   * recorded grammars differ: it answered {@code set _something = :something} with {@code token:
   * "_", near: "set _something"} (aws-sdk-js issue 1691) and a filter on {@code _type} alike
   * (DynamoDb-GUI-Client issue 89). Behind {@code #} and {@code :} an underscore may come first.
   */
  private Token tokenAt(int start) {
    char c = text.charAt(start);
    if (isLetter(c)) {
      int end = wordEnd(text, start);
      return new Token(wordKind(text.substring(start, end)), start, end);
    }
    if (c == '#' || c == ':') {
      int end = wordEnd(text, start + 1);
      var kind = c == '#' ? Kind.NAME_REFERENCE : Kind.VALUE_REFERENCE;
      return new Token(end == start + 1 ? Kind.UNKNOWN : kind, start, end);
    }
    if (isDigit(c)) {
      return new Token(Kind.INDEX, start, indexEnd(start));
    }
    return sign(c, start);
  }

  private Token sign(char c, int start) {
    char next = start + 1 < text.length() ? text.charAt(start + 1) : ' ';
    Kind two = c == '<' && next == '>' ? Kind.NE : next != '=' ? Kind.UNKNOWN : orEqual(c);
    if (two != Kind.UNKNOWN) {
      return new Token(two, start, start + 2);
    }
    return new Token(oneSign(c), start, start + Character.charCount(text.codePointAt(start)));
  }

  private static Kind orEqual(char c) {
    return switch (c) {
      case '<' -> Kind.LE;
      case '>' -> Kind.GE;
      default -> Kind.UNKNOWN;
    };
  }

  private static Kind oneSign(char c) {
    return switch (c) {
      case '=' -> Kind.EQ;
      case '<' -> Kind.LT;
      case '>' -> Kind.GT;
      case '+' -> Kind.PLUS;
      case '-' -> Kind.MINUS;
      case ',' -> Kind.COMMA;
      case '.' -> Kind.DOT;
      case '(' -> Kind.OPEN;
      case ')' -> Kind.CLOSE;
      case '[' -> Kind.OPEN_BRACKET;
      case ']' -> Kind.CLOSE_BRACKET;
      default -> Kind.UNKNOWN;
    };
  }

  /** Keywords are keywords in every expression and in any case: none may stand for an attribute. */
  private static Kind wordKind(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "AND" -> Kind.AND;
      case "OR" -> Kind.OR;
      case "NOT" -> Kind.NOT;
      case "BETWEEN" -> Kind.BETWEEN;
      case "IN" -> Kind.IN;
      case "SET" -> Kind.SET;
      case "REMOVE" -> Kind.REMOVE;
      case "ADD" -> Kind.ADD;
      case "DELETE" -> Kind.DELETE;
      default -> Kind.IDENTIFIER;
    };
  }

  /** A zero stands alone: {@code 01} is two tokens. */
  private int indexEnd(int start) {
    int end = start + 1;
    if (text.charAt(start) != '0') {
      while (end < text.length() && isDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length() && isWordCharacter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isWordCharacter(char c) {
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
