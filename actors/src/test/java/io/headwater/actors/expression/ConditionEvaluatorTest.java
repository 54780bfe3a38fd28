package io.headwater.actors.expression;

import static io.headwater.actors.expression.ExpressionFixtures.ITEM;
import static io.headwater.actors.expression.ExpressionFixtures.placeholders;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.Item;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that hold for the fixtures' item, and conditions that do not. */
class ConditionEvaluatorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num > :n",
        "num <> :n",
        ":one = :n",
        "num >= num2 OR num <= :huge",
        "str = str2 OR str <> :s",
        "str > :s",
        "bin > :b",
        "flag = :bool",
        "nil = :null",
        "bins = :bs",
        "flag <> :null",
        "absent <> :n",
        "absent <> gone",
        "NOT absent = :n",
        "NOT absent < :n",
        "NOT (num < :s)",
        "seq[1] = :n",
        "seq[3][0] > :m",
        "doc.x = seq[1]",
        "doc.y[0] BETWEEN :n AND :n",
        "#dot <> :s",
        "begins_with(#dot, :empty)",
        "num BETWEEN :n AND :huge",
        "NOT num BETWEEN :n AND :m",
        "num IN (:s, :n, num3) OR seq[1] IN (:s, doc.x)",
        "attribute_exists(nil)",
        "attribute_exists(doc.y[1])",
        "attribute_not_exists(doc.y[2])",
        "attribute_not_exists(num.x)",
        "attribute_not_exists(strs[0])",
        "attribute_not_exists(doc[0])",
        "attribute_type(num, :typeN)",
        "attribute_type(nil, :typeNull)",
        "NOT attribute_type(absent, :typeN)",
        "begins_with(bin, :b)",
        "NOT begins_with(num, :s)",
        "contains(strs, :s)",
        "contains(nums, :one)",
        "contains(bins, :b)",
        "contains(bin, :b)",
        "contains(seq, :n)",
        "contains(seq, :s)",
        "contains(doc.y, :map)",
        "NOT contains(nums, :s)",
        "NOT contains(str, :n)",
        "NOT contains(num, :n)",
        "NOT contains(doc, :s)",
        "NOT contains(seq, absent)",
        "size(str) > seq[3][0] OR size(str) = num",
        "size(bin) = :m",
        "size(strs) > size(nums)",
        "size(seq) BETWEEN :m AND num",
        "size(doc) IN (:n, :m)",
        "size(smile) = :m",
        "NOT size(num) > :n",
        "NOT size(flag) = :n",
        "size(absent) <> :n",
        ":smile > :private",
        "num = num4 AND num = :n OR NOT (num = :n AND str = :s) AND flag = :bool",
      })
  void test_conditionThatHolds_isTrue(String text) {
    assertThat(test(text, ITEM)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "num = :n",
        "num = :s",
        "num < :s",
        "num > :s",
        "absent = gone",
        "absent < :n",
        "absent >= :n",
        "flag >= num",
        "nil <> :null",
        "absent BETWEEN :n AND :m",
        "num BETWEEN :s AND :t",
        "num BETWEEN absent AND :huge",
        "absent IN (:n, gone)",
        "num IN (:s, :bool)",
        "attribute_exists(absent)",
        "attribute_exists(doc.y.z)",
        "attribute_not_exists(str)",
        "attribute_type(str, :typeN)",
        "begins_with(str, :t)",
        "begins_with(absent, :s)",
        "contains(str, :t)",
        "contains(strs, :typeN)",
        "contains(absent, :s)",
        "size(absent) = :n",
        "strs = :ss",
        "flag = :null AND absent <> :n",
      })
  void test_conditionThatDoesNotHold_isFalse(String text) {
    assertThat(test(text, ITEM)).isFalse();
  }

  @Test
  void test_itemThatDoesNotExist_hasNoAttributes() {
    assertThat(test("attribute_not_exists(pk)", Item.EMPTY)).isTrue();
    assertThat(test("pk = :s OR attribute_exists(pk)", Item.EMPTY)).isFalse();
  }

  private static boolean test(String text, Item item) {
    return ConditionEvaluator.test(ExpressionParser.condition(text, placeholders()), item);
  }
}
