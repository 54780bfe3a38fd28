package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a well-formed condition, text by text, and which fault goes first. */
class ConditionFaultTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = :n",
        "a=:n",
        "a\t=\r\n:n",
        "NOT(a = :n)",
        "not not a = :n",
        "NOTa = :n",
        "a = :n or b = :m and not a = :m",
        "a between :n and :m",
        "a BETWEEN:n AND:m",
        "a BETWEEN :n AND :m AND b = :n",
        "a BETWEEN b AND b",
        "a In (:n)",
        "a IN ((:n), (b))",
        "a IN (:n, :s, :bool)",
        "a = :n AND#b = :n",
        "#a.#b = :n",
        "a. b = :n",
        "a .b[ 1 ] [2] = :n",
        "(a).b = :n",
        "(a)[0] = :n",
        "(a) = (:n)",
        "((a) = :n)",
        "((a = :n) AND (b = :n))",
        "(NOT (a = :n))",
        "attribute_exists((a))",
        "attribute_exists (a)",
        "(attribute_exists(a))",
        "size((a)) > (size(:s))",
        "size(:map) > :n",
        "size(a) = size(a)",
        "a = size(a)",
        ":n = :n",
        ":n IN (:n)",
        "begins_with(:s, :s)",
        "contains(:n, a)",
        "contains(a, size(b))",
        "attribute_type(a, :typeNull)",
        "a[2147483647] = :n",
      })
  void condition_legalText_isParsed(String text) {
    assertThatCode(() -> ExpressionParser.condition(text, placeholders()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ((a = :n))                  | The expression has redundant parentheses;
          ((b)) = :n                  | The expression has redundant parentheses;
          NOT ((a = :n))              | The expression has redundant parentheses;
          (((a = :n) AND b = :n))     | The expression has redundant parentheses;
          attribute_exists(((a)))     | The expression has redundant parentheses;
          ((a)) = :n AND              | The expression has redundant parentheses;
          foo(a)                      | Invalid function name; function: foo
          Size(a) = :n                | Invalid function name; function: Size
          select(a)                   | Invalid function name; function: select
          size(a)                     | The function is not allowed to be used this way in an expression; function: size
          NOT (size(a))               | The function is not allowed to be used this way in an expression; function: size
          attribute_exists(a) = :n    | The function is not allowed to be used this way in an expression; function: attribute_exists
          a = contains(a, :s)         | The function is not allowed to be used this way in an expression; function: contains
          a IN (contains(a, :s))      | The function is not allowed to be used this way in an expression; function: contains
          size(attribute_exists(a)) = :n | The function is not allowed to be used this way in an expression; function: attribute_exists
          if_not_exists(a, :n) = :n   | The function is not allowed in a condition expression; function: if_not_exists
          list_append(a, :l) = :l     | The function is not allowed in a condition expression; function: list_append
          select = :n                 | Attribute name is a reserved keyword; reserved keyword: select
          a.Select = :n               | Attribute name is a reserved keyword; reserved keyword: Select
          a[99999999999] = :n         | List index is not within the allowable range; index: [99999999999]
          a[2147483648] = :n          | List index is not within the allowable range; index: [2147483648]
          a = #nope                   | An expression attribute name used in the document path is not defined; attribute name: #nope
          a = :nope                   | An expression attribute value used in expression is not defined; attribute value: :nope
          size(a, b) = :n             | Incorrect number of operands for operator or function; operator or function: size, number of operands: 2
          attribute_exists(a, b)      | Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2
          attribute_not_exists(a, b)  | Incorrect number of operands for operator or function; operator or function: attribute_not_exists, number of operands: 2
          begins_with(a)              | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1
          contains(a, b, :s)          | Incorrect number of operands for operator or function; operator or function: contains, number of operands: 3
          attribute_type(a)           | Incorrect number of operands for operator or function; operator or function: attribute_type, number of operands: 1
          a = a                       | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]
          #a < a                      | The first operand must be distinct from the remaining operands for this operator or function; operator: <, first operand: [a]
          a.b[1] = #a.b[1]            | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a, b, [1]]
          a BETWEEN b AND a           | The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [a]
          a IN (b, (a))               | The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [a]
          begins_with(a, a)           | The first operand must be distinct from the remaining operands for this operator or function; operator: begins_with, first operand: [a]
          contains(a, a)              | The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a]
          attribute_exists(:n)        | Operator or function requires a document path; operator or function: attribute_exists
          attribute_not_exists(size(a)) | Operator or function requires a document path; operator or function: attribute_not_exists
          a < :bool                   | Incorrect operand type for operator or function; operator or function: <, operand type: BOOL
          :null >= a                  | Incorrect operand type for operator or function; operator or function: >=, operand type: NULL
          a > :ss                     | Incorrect operand type for operator or function; operator or function: >, operand type: SS
          a <= :map                   | Incorrect operand type for operator or function; operator or function: <=, operand type: M
          a BETWEEN b AND :l          | Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: L
          begins_with(a, :n)          | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
          begins_with(size(a), :s)    | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
          size(:n) = :n               | Incorrect operand type for operator or function; operator or function: size, operand type: N
          size(:bool) = :n            | Incorrect operand type for operator or function; operator or function: size, operand type: BOOL
          size(:null) = :n            | Incorrect operand type for operator or function; operator or function: size, operand type: NULL
          size(size(a)) = :n          | Incorrect operand type for operator or function; operator or function: size, operand type: N
          attribute_type(a, b)        | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: {NS,SS,L,BS,N,M,B,BOOL,NULL,S}
          attribute_type(a, :n)       | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N
          attribute_type(a, size(b))  | Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N
          attribute_type(a, :s)       | Invalid attribute type name found; type: a, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}
          a BETWEEN :s AND :n         | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:a}, upper bound operand: AttributeValue: {N:1}
          a BETWEEN :b AND :s         | The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {B:java.nio.HeapByteBuffer[pos=0 lim=1 cap=1]}, upper bound operand: AttributeValue: {S:a}
          a BETWEEN :m AND :n         | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}
          a BETWEEN :smile AND :private | The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:\uD83D\uDE00}, upper bound operand: AttributeValue: {S:\uE000}
          """)
  void condition_faultyText_isRefused(String text, String reason) {
    assertThatThrownBy(() -> ExpressionParser.condition(text, placeholders()))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("Invalid ConditionExpression: " + reason);
    assertThatThrownBy(() -> ExpressionParser.filter(text, placeholders()))
        .hasMessage("Invalid FilterExpression: " + reason);
  }

  /** Each row has the later fault first in the text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo(a) AND ((b = :n))                       | The expression has redundant parentheses;
          size(a) AND foo(a)                          | Invalid function name; function: foo
          select = :n AND size(a)                     | The function is not allowed to be used this way in an expression; function: size
          select = :n AND foo(a)                      | Invalid function name; function: foo
          a[99999999999] = :n AND select = :n         | Attribute name is a reserved keyword; reserved keyword: select
          a = #nope AND select = :n                   | Attribute name is a reserved keyword; reserved keyword: select
          a = #nope AND b =                           | Syntax error; token: "<EOF>", near: "="
          begins_with(a, :n) AND a > :nope            | Incorrect operand type for operator or function; operator or function: begins_with, operand type: N
          a = a AND b = #nope                         | The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]
          attribute_exists(:n, :nope)                 | An expression attribute value used in expression is not defined; attribute value: :nope
          begins_with(a, a, :n)                       | Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 3
          a BETWEEN :bool AND a                       | The first operand must be distinct from the remaining operands for this operator or function; operator: BETWEEN, first operand: [a]
          a BETWEEN :bool AND :n                      | Incorrect operand type for operator or function; operator or function: BETWEEN, operand type: BOOL
          """)
  void condition_severalFaults_reportsTheMostUrgent(String text, String reason) {
    assertThatThrownBy(() -> ExpressionParser.condition(text, placeholders()))
        .hasMessage("Invalid ConditionExpression: " + reason);
  }
}
