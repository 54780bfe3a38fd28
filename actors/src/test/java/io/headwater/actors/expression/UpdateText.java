package io.headwater.actors.expression;

import io.headwater.actors.expression.Update.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes an update as an expression, in one of its many forms, its sections in any order. */
final class UpdateText {
  private final TextVariety variety;
  private final String text;

  UpdateText(Update update, long seed) {
    this.variety = new TextVariety(seed);
    var sections = new ArrayList<String>();
    addSection(
        sections,
        "SET",
        update.sets(),
        set -> variety.path(set.path()) + variety.sign("=") + written(set.value()));
    addSection(sections, "REMOVE", update.removes(), variety::path);
    addSection(
        sections,
        "ADD",
        update.adds(),
        add -> variety.path(add.path()) + " " + variety.value(add.value()));
    addSection(
        sections,
        "DELETE",
        update.deletes(),
        delete -> variety.path(delete.path()) + " " + variety.value(delete.elements()));
    Collections.shuffle(sections, new Random(seed));
    this.text = String.join("", sections);
  }

  String text() {
    return text;
  }

  Placeholders placeholders() {
    return variety.placeholders();
  }

  private <T> void addSection(
      List<String> sections, String keyword, List<T> actions, Function<T, String> written) {
    if (!actions.isEmpty()) {
      String all = actions.stream().map(written).collect(Collectors.joining(variety.sign(",")));
      sections.add(variety.keyword(keyword) + all);
    }
  }

  private String written(Value value) {
    return switch (value) {
      case Value.Path(var path) -> variety.maybeEnclosed(variety.path(path));
      case Value.Literal(var literal) -> variety.maybeEnclosed(variety.value(literal));
      case Value.IfNotExists(var path, var otherwise) ->
          call("if_not_exists", variety.path(path), term(otherwise));
      case Value.ListAppend(var first, var second) ->
          call("list_append", term(first), term(second));
      case Value.Plus(var left, var right) -> term(left) + variety.sign("+") + term(right);
      case Value.Minus(var left, var right) -> term(left) + variety.sign("-") + term(right);
    };
  }

  /** A sum within a sum or a call needs its parentheses. */
  private String term(Value value) {
    boolean isSum = value instanceof Value.Plus || value instanceof Value.Minus;
    return isSum ? variety.enclosed(written(value)) : written(value);
  }

  private String call(String function, String first, String second) {
    return function + variety.enclosed(first + variety.sign(",") + second);
  }
}
