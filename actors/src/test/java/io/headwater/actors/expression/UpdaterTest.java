package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.ITEM;
import static io.headwater.actors.expression.ExpressionFixtures.n;
import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static io.headwater.actors.expression.ExpressionFixtures.printed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Updates of the fixtures' item; a row tells what a path holds afterwards, or nothing. */
class UpdaterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SET fresh = :n                                  | fresh  | 1
          SET num = :s                                  | num    | 'a'
          SET num = num + :n                            | num    | 6
          SET num = :n - num                            | num    | -4
          SET num = num + (num - (:n + :m))             | num    | 7
          SET num = str, str = num                      | num    | 'hello'
          SET num = str, str = num                      | str    | 5
          SET fresh = if_not_exists(num, :n)              | fresh  | 5
          SET fresh = if_not_exists(gone, :n) + :m        | fresh  | 3
          SET fresh = if_not_exists(num, gone)            | fresh  | 5
          SET fresh = if_not_exists(doc.x.y, doc.x)       | fresh  | 1
          SET seq = list_append(seq, :l)                | seq    | [0 1 'a' [7] 9]
          SET seq = list_append(:l, seq)                | seq    | [9 0 1 'a' [7]]
          SET fresh = list_append(if_not_exists(gone, :l), :l) | fresh | [9 9]
          SET doc.x = :s                                | doc    | {x:'a' y:[1 {}]}
          SET doc.fresh = :s                              | doc    | {fresh:'a' x:1 y:[1 {}]}
          SET doc.y[1].z = doc.x                        | doc    | {x:1 y:[1 {z:1}]}
          SET seq[0] = :t                               | seq    | ['b' 1 'a' [7]]
          SET seq[9] = :m, seq[7] = :n, seq[4] = :s     | seq    | [0 1 'a' [7] 'a' 1 2]
          SET seq[1] = :m REMOVE seq[0]                 | seq    | [2 'a' [7]]
          SET seq[9] = :m REMOVE seq[0], seq[2], seq[8] | seq    | [1 [7] 2]
          SET seq[3][1] = :m                            | seq    | [0 1 'a' [7 2]]
          SET fresh = num REMOVE num                      | num    |
          SET fresh = num REMOVE num                      | fresh  | 5
          REMOVE gone                                   | gone   |
          REMOVE doc.gone                               | doc    | {x:1 y:[1 {}]}
          REMOVE doc.y[0], doc.x                        | doc    | {y:[{}]}
          REMOVE seq[0], seq[1], seq[2], seq[3]         | seq    | []
          ADD num :m                                    | num    | 7
          ADD fresh :n                                    | fresh  | 1
          ADD fresh :ss                                   | fresh  | <a>
          ADD strs :ss                                  | strs   | <a b z>
          ADD nums :ns, doc.x :m, seq[0] :n             | doc    | {x:3 y:[1 {}]}
          ADD seq[9] :ss                                | seq    | [0 1 'a' [7] <a>]
          DELETE strs :ss                               | strs   | <b z>
          DELETE nums :ns                               | nums   | <2>
          DELETE bins :bs                               | bins   |
          DELETE gone :ss                               | gone   |
          DELETE seq[9] :ss                             | seq    | [0 1 'a' [7]]
          SET #dot = :n                                 | #dot   | 1
          """)
  void apply_legalUpdate_changesTheItem(String text, String path, String expected) {
    Item after = Updater.apply(update(text), ITEM);

    var value = ExpressionParser.projection(path, placeholders()).paths().getFirst().resolve(after);
    assertThat(value == null ? null : printed(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET fresh = gone                     | The provided expression refers to an attribute that does not exist in the item
          SET fresh = gone + :n                | The provided expression refers to an attribute that does not exist in the item
          SET fresh = if_not_exists(gone, lost) | The provided expression refers to an attribute that does not exist in the item
          SET fresh = list_append(gone, :l)    | The provided expression refers to an attribute that does not exist in the item
          SET fresh = str + :n                 | An operand in the update expression has an incorrect data type
          SET fresh = if_not_exists(gone, :s) + :n | An operand in the update expression has an incorrect data type
          SET fresh = list_append(num, :l)     | An operand in the update expression has an incorrect data type
          ADD str :n                         | An operand in the update expression has an incorrect data type
          ADD num :ss                        | An operand in the update expression has an incorrect data type
          ADD strs :ns                       | An operand in the update expression has an incorrect data type
          ADD doc.y :n                       | An operand in the update expression has an incorrect data type
          DELETE strs :ns                    | An operand in the update expression has an incorrect data type
          DELETE num :ss                     | An operand in the update expression has an incorrect data type
          SET gone.x = :n                    | The document path provided in the update expression is invalid for update
          SET doc.gone.x = :n                | The document path provided in the update expression is invalid for update
          SET num.x = :n                     | The document path provided in the update expression is invalid for update
          SET seq.x = :n                     | The document path provided in the update expression is invalid for update
          SET doc[0] = :n                    | The document path provided in the update expression is invalid for update
          SET strs[0] = :n                   | The document path provided in the update expression is invalid for update
          SET seq[9].x = :n                  | The document path provided in the update expression is invalid for update
          SET gone[0] = gone                 | The document path provided in the update expression is invalid for update
          REMOVE gone.x                      | The document path provided in the update expression is invalid for update
          REMOVE num.x                       | The document path provided in the update expression is invalid for update
          REMOVE doc[0]                      | The document path provided in the update expression is invalid for update
          ADD gone.x :n                      | The document path provided in the update expression is invalid for update
          DELETE gone.x :ss                  | The document path provided in the update expression is invalid for update
          SET fresh = :huge + :huge            | Number overflow. Attempting to store a number with magnitude larger than supported range
          SET fresh = :n - :huge               | Number overflow. Attempting to store a number with magnitude larger than supported range
          ADD num :tiny                      | Number overflow. Attempting to store a number with magnitude larger than supported range
          """)
  void apply_updateThatDoesNotFitTheItem_isRefused(String text, String message) {
    assertThatThrownBy(() -> Updater.apply(update(text), ITEM))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage(message);
  }

  @Test
  void apply_legacyAddOfAList_appends() {
    var append =
        new Update(
            List.of(),
            List.of(),
            List.of(new AddAction(DocumentPath.of("seq"), new L(List.of(n("8"))))),
            List.of(),
            Update.Source.ATTRIBUTE_UPDATES);

    Item after = Updater.apply(append, ITEM);

    var seq = java.util.Objects.requireNonNull(after.get("seq"));
    assertThat(printed(seq)).isEqualTo("[0 1 'a' [7] 8]");
  }

  @Test
  void apply_legacyAddToAnotherType_isRefusedInItsOwnWords() {
    var add =
        new Update(
            List.of(),
            List.of(),
            List.of(new AddAction(DocumentPath.of("seq"), n("8"))),
            List.of(),
            Update.Source.ATTRIBUTE_UPDATES);

    assertThatThrownBy(() -> Updater.apply(add, ITEM))
        .isInstanceOf(DynamoDbException.class)
        .hasMessage("Type mismatch for attribute to update");
  }

  @Test
  void apply_attributeNameWithDots_isOneElement() {
    Item after = Updater.apply(update("SET #dot = :n"), Item.EMPTY);

    assertThat(printed(after)).isEqualTo("{x.y:1}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          SET num = :n                          | {num:5}                  | {num:1}
          SET fresh = :n                          | {}                       | {fresh:1}
          SET doc.x = :s REMOVE num             | {doc:{x:1} num:5}        | {doc:{x:'a'}}
          SET doc.y[0] = :s                     | {doc:{y:[1]}}            | {doc:{y:['a']}}
          SET seq[2] = :n, seq[0] = :m          | {seq:[0 'a']}            | {seq:[2 1]}
          REMOVE seq[0]                         | {seq:[0]}                | {seq:[1]}
          REMOVE seq[3]                         | {seq:[[7]]}              | {}
          SET seq[9] = :n                       | {}                       | {}
          REMOVE num                            | {num:5}                  | {}
          ADD num :n DELETE strs :ss            | {num:5 strs:<a b z>}     | {num:6 strs:<b z>}
          DELETE bins :bs                       | {bins:<YQ==>}            | {}
          """)
  void updatedParts_update_areItsTargetsBeforeAndAfter(String text, String old, String updated) {
    Update update = update(text);
    Item after = Updater.apply(update, ITEM);

    assertThat(printed(Updater.targetParts(update, ITEM))).isEqualTo(old);
    assertThat(printed(Updater.targetParts(update, after))).isEqualTo(updated);
  }

  private static Update update(String text) {
    return ExpressionParser.update(text, placeholders());
  }
}
