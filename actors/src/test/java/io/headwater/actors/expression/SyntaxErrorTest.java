package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a text stops being an expression: the offending token and the source around it. Rows are
 * text, token, near; a tilde quotes what begins or ends with a space.
 */
class SyntaxErrorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a = 5                        | 5       | = 5
          a = 12                       | 12      | = 12
          a = 012                      | 0       | = 012
          a = -1                       | -       | = -1
          a == :n                      | =       | == :n
          a != :n                      | !       | a !=
          a < = :n                     | =       | < = :n
          a =< :n                      | <       | =< :n
          a >< :n                      | <       | >< :n
          a = :n b                     | b       | :n b
          a =                          | <EOF>   | =
          ~a = ~                       | <EOF>   | ~= ~
          ~  a  b  ~                   | b       | ~a  b  ~
          ~a = :n )  ~                 | )       | ~:n )  ~
          ~ ~                          | <EOF>   | ~ ~
          ~ ) a~                       | )       | ~ ) a~
          a                            | <EOF>   | a
          (a)                          | <EOF>   | )
          NOT (a)                      | <EOF>   | )
          (:n)                         | <EOF>   | )
          a AND b                      | AND     | a AND b
          :n AND a = :n                | AND     | :n AND a
          (a) AND b = :n               | AND     | ) AND b
          a = :n OR                    | <EOF>   | OR
          AND a = :n                   | AND     | AND a
          a OR OR b                    | OR      | a OR OR
          NOT                          | <EOF>   | NOT
          NOT AND                      | AND     | NOT AND
          (a = :n                      | <EOF>   | :n
          ((a = :n)                    | <EOF>   | )
          (a = :n))                    | )       | ))
          (a = :n) (b = :n)            | (       | ) (b
          (a = :n) = :m                | =       | ) = :m
          a = (b = :n)                 | =       | b = :n
          a = b = :n                   | =       | b = :n
          a[-1] = :n                   | -       | [-1
          a[:n] = :n                   | :n      | [:n]
          a[1.5] = :n                  | .       | 1.5
          a[0001] = :n                 | 0       | 000
          a[] = :n                     | ]       | [] =
          a[0](b)                      | (       | ](b
          a.1 = :n                     | 1       | .1 =
          a..b = :n                    | .       | ..b
          .a = :n                      | .       | .a
          a. = :n                      | =       | . = :n
          a.and = :n                   | and     | .and =
          1a = :n                      | 1       | 1a
          _a = :n                      | _       | _a
          #a#b = :n                    | #b      | #a#b =
          #a-b = :n                    | -       | #a-b
          a = #                        | #       | = #
          a = :                        | :       | = :
          a = "x"                      | "       | = "x
          a = $                        | $       | = $
          é = :n                       | é       | é =
          a = :n;                      | ;       | :n;
          a=:nAND b=:n                 | b       | :nAND b=
          a = :n ORb = :m              | ORb     | :n ORb =
          a BETWEEN :n                 | <EOF>   | :n
          a BETWEEN :n AND (:n         | <EOF>   | :n
          a IN ()                      | )       | ()
          a IN :n                      | :n      | IN :n
          a IN (:n,)                   | )       | ,)
          a NOT IN (:n)                | NOT     | a NOT IN
          size() = :n                  | )       | () =
          a.b(c)                       | (       | b(c
          #a(b) = :n                   | (       | #a(b
          a + :n = :m                  | +       | a + :n
          !!! X                        | !       | !!
          """)
  void condition_malformedText_namesTokenAndSurroundings(String text, String token, String near) {
    assertThatThrownBy(() -> ExpressionParser.condition(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message("ConditionExpression", token, near));
    assertThatThrownBy(() -> ExpressionParser.filter(text, placeholders()))
        .hasMessage(message("FilterExpression", token, near));
    assertThatThrownBy(() -> KeyCondition.of(ExpressionParser.keyCondition(text, placeholders())))
        .hasMessage(message("KeyConditionExpression", token, near));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SET a = :v,                  | <EOF>   | ,
          ADD hits : incr              | :       | hits : incr
          INVALID SYNTAX HERE          | INVALID | INVALID SYNTAX
          a                            | a       | a
          SET                          | <EOF>   | SET
          SET a                        | <EOF>   | a
          SET a =                      | <EOF>   | =
          SET a = :n :m                | :m      | :n :m
          SET a :n                     | :n      | a :n
          SET a = :n, REMOVE b         | REMOVE  | , REMOVE b
          SET a = :n,, b = :n          | ,       | ,, b
          SET a = :n; REMOVE b         | ;       | :n; REMOVE
          SETa = :n                    | SETa    | SETa =
          SET a=:n REMOVEb             | REMOVEb | :n REMOVEb
          SET set = :n                 | set     | SET set =
          SET a = add                  | add     | = add
          SET a = a + :n + :m          | +       | :n + :m
          SET a = -:n                  | -       | = -:n
          SET a = b - - :n             | -       | - - :n
          SET a = b = c                | =       | b = c
          SET a = (:n                  | <EOF>   | :n
          SET a = :n)                  | )       | :n)
          SET a = ()                   | )       | ()
          SET :n = a                   | :n      | SET :n =
          SET (a) = :n                 | (       | SET (a
          SET foo(a) = :n              | (       | foo(a
          set _something = :something  | _       | set _something
          SET a = list_append(l :l)    | :l      | l :l)
          SET a = list_append()        | )       | ()
          SET a = list_append(b + c, d) | +      | b + c
          SET a = if_not_exists(b, :n + :m) | +  | :n + :m
          SET a = if_not_exists(b - , :n) | -    | b - ,
          REMOVE                       | <EOF>   | REMOVE
          REMOVE a,                    | <EOF>   | ,
          REMOVE :n                    | :n      | REMOVE :n
          REMOVE a b                   | b       | a b
          ADD a                        | <EOF>   | a
          ADD a b                      | b       | a b
          ADD a = :n                   | =       | a = :n
          ADD a (:n)                   | (       | a (:n
          ADD a, :n                    | ,       | a, :n
          ADD a :n + :m                | +       | :n + :m
          DELETE a                     | <EOF>   | a
          """)
  void update_malformedText_namesTokenAndSurroundings(String text, String token, String near) {
    assertThatThrownBy(() -> ExpressionParser.update(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message("UpdateExpression", token, near));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a,                           | <EOF>   | ,
          ,a                           | ,       | ,a
          a, ,b                        | ,       | , ,b
          a b                          | b       | a b
          a.                           | <EOF>   | .
          :n                           | :n      | :n
          (a)                          | (       | (a
          size(a)                      | (       | size(a
          a AND b                      | AND     | a AND b
          not                          | not     | not
          #                            | #       | #
          """)
  void projection_malformedText_namesTokenAndSurroundings(String text, String token, String near) {
    assertThatThrownBy(() -> ExpressionParser.projection(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message("ProjectionExpression", token, near));
  }

  @Test
  void anyExpression_emptyText_isRefused() {
    assertThatThrownBy(() -> ExpressionParser.condition("", placeholders()))
        .hasMessage("Invalid ConditionExpression: The expression can not be empty;");
    assertThatThrownBy(() -> ExpressionParser.filter("", placeholders()))
        .hasMessage("Invalid FilterExpression: The expression can not be empty;");
    assertThatThrownBy(() -> KeyCondition.of(ExpressionParser.keyCondition("", placeholders())))
        .hasMessage("Invalid KeyConditionExpression: The expression can not be empty;");
    assertThatThrownBy(() -> ExpressionParser.update("", placeholders()))
        .hasMessage("Invalid UpdateExpression: The expression can not be empty;");
    assertThatThrownBy(() -> ExpressionParser.projection("", placeholders()))
        .hasMessage("Invalid ProjectionExpression: The expression can not be empty;");
  }

  private static String message(String parameter, String token, String near) {
    return "Invalid %s: Syntax error; token: \"%s\", near: \"%s\""
        .formatted(parameter, token, near);
  }
}
