package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a well-formed update or projection, and which fault goes first. */
class UpdateFaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET a = :n",
        "set a = :n remove b add c :n delete d :ss",
        "REMOVE b\nSET a = :n",
        "SET a=:n+:m,b=c-:n",
        "SET a = a + (:n - :m)",
        "SET a = (a + :n)",
        "SET a = (b + c) - d",
        "SET a = (a) + (:n)",
        "SET a = if_not_exists(a, :n) + :n",
        "SET a = if_not_exists(a, if_not_exists(b, :n))",
        "SET a = if_not_exists((b), (:n))",
        "SET a = if_not_exists(b, (:n + :m))",
        "SET a = list_append(if_not_exists(b, :l), (:l))",
        "SET a = list_append(l, l)",
        "SET a = a + a",
        "SET a = a",
        "SET a.b = :n, a.c = :m, l[0] = :n, l[1] = :n",
        "SET a = b REMOVE b.c",
        "SET #dot = :n, x = :n",
        "ADD a :n, b :ss, c :ns, d :bs",
        "DELETE b :ss, c :ns, d :bs",
      })
  void update_legalText_isParsed(String text) {
    assertThatCode(() -> ExpressionParser.update(text, placeholders())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET a = ((b))                | The expression has redundant parentheses;
          SET a = ((b + :n))           | The expression has redundant parentheses;
          SET a.select = :n            | Attribute name is a reserved keyword; reserved keyword: select
          SET a = foo(b)               | Invalid function name; function: foo
          SET a = size(b)              | The function is not allowed in an update expression; function: size
          SET a = attribute_exists(b)  | The function is not allowed in an update expression; function: attribute_exists
          SET a = list_append(l, :l) + :n | The function is not allowed to be used this way in an expression; function: list_append
          SET a = list_append(list_append(l, :l), :l) | The function is not allowed to be used this way in an expression; function: list_append
          SET a = if_not_exists(b, list_append(l, :l)) | The function is not allowed to be used this way in an expression; function: list_append
          SET a[99999999999] = :n      | List index is not within the allowable range; index: [99999999999]
          SET a = :n SET b = :n        | The "SET" section can only be used once in an update expression;
          SET a = :n set b = :n        | The "SET" section can only be used once in an update expression;
          REMOVE a REMOVE b            | The "REMOVE" section can only be used once in an update expression;
          ADD a :n ADD b :n            | The "ADD" section can only be used once in an update expression;
          DELETE a :ss DELETE b :ss    | The "DELETE" section can only be used once in an update expression;
          SET #nope = :n               | An expression attribute name used in the document path is not defined; attribute name: #nope
          DELETE a :nope               | An expression attribute value used in expression is not defined; attribute value: :nope
          SET a = :n REMOVE a          | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]
          SET a.b = :n REMOVE a        | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]
          SET #a = :n ADD a.b :n       | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]
          REMOVE l[0], l[0]            | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [l, [0]], path two: [l, [0]]
          SET a.b = :n, a[1] = :n      | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]
          REMOVE a.b[0].c, a.b.d       | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b, [0], c], path two: [a, b, d]
          ADD a :s                     | Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
          ADD a :b                     | Incorrect operand type for operator or function; operator: ADD, operand type: BINARY, typeSet: ALLOWED_FOR_ADD_OPERAND
          ADD a :bool                  | Incorrect operand type for operator or function; operator: ADD, operand type: BOOLEAN, typeSet: ALLOWED_FOR_ADD_OPERAND
          ADD a :null                  | Incorrect operand type for operator or function; operator: ADD, operand type: NULL, typeSet: ALLOWED_FOR_ADD_OPERAND
          ADD a :l                     | Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND
          ADD a :map                   | Incorrect operand type for operator or function; operator: ADD, operand type: MAP, typeSet: ALLOWED_FOR_ADD_OPERAND
          DELETE a :n                  | Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND
          DELETE a :s                  | Incorrect operand type for operator or function; operator: DELETE, operand type: STRING, typeSet: ALLOWED_FOR_DELETE_OPERAND
          SET a = :s + :n              | Incorrect operand type for operator or function; operator or function: +, operand type: S
          SET a = :n - :ss             | Incorrect operand type for operator or function; operator or function: -, operand type: SS
          SET a = list_append(:n, :l)  | Incorrect operand type for operator or function; operator or function: list_append, operand type: N
          SET a = list_append(l, :map) | Incorrect operand type for operator or function; operator or function: list_append, operand type: M
          SET a = list_append(:l)      | Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1
          SET a = if_not_exists(b, :n, :m) | Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 3
          SET a = if_not_exists(:n, a) | Operator or function requires a document path; operator or function: if_not_exists
          SET a = if_not_exists(a, a)  | The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: [a]
          """)
  void update_faultyText_isRefused(String text, String reason) {
    assertThatThrownBy(() -> ExpressionParser.update(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("Invalid UpdateExpression: " + reason);
  }

  /** Each row has the later fault first in the text, as far as sections allow. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET a = foo(b), select = :n                    | Attribute name is a reserved keyword; reserved keyword: select
          SET a = :n SET b = foo(c)                      | Invalid function name; function: foo
          SET a = #nope SET b = :n                       | The "SET" section can only be used once in an update expression;
          SET a = :nope, #nope = :n                      | An expression attribute name used in the document path is not defined; attribute name: #nope
          SET a = :n, a = :nope                          | An expression attribute value used in expression is not defined; attribute value: :nope
          SET a.b = :n, a[0] = :n REMOVE c, c            | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c], path two: [c]
          ADD a.b :s SET a[0] = :n                       | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0]], path two: [a, b]
          SET a = :s + :n ADD b :s                       | Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND
          DELETE b :n ADD c :s                           | Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND
          """)
  void update_severalFaults_reportsTheMostUrgent(String text, String reason) {
    assertThatThrownBy(() -> ExpressionParser.update(text, placeholders()))
        .hasMessage("Invalid UpdateExpression: " + reason);
  }

  @Test
  void update_allSections_listsTargets() {
    Update update =
        ExpressionParser.update("DELETE d :ss REMOVE b.c SET #a = :n ADD c[1] :n", placeholders());

    assertThat(update.targets()).hasToString("[[a], [c, [1]], [d], [b, c]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          #nope, select      | Attribute name is a reserved keyword; reserved keyword: select
          a, a, #nope        | An expression attribute name used in the document path is not defined; attribute name: #nope
          a.b, a[0], c, c    | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c], path two: [c]
          a.b, #a            | Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]
          a[0].b, a[0][1]    | Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, [0], b], path two: [a, [0], [1]]
          a[2147483648]      | List index is not within the allowable range; index: [2147483648]
          """)
  void projection_faultyText_isRefused(String text, String reason) {
    assertThatThrownBy(() -> ExpressionParser.projection(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("Invalid ProjectionExpression: " + reason);
  }
}
