package io.headwater.api.protocol;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.protocol.OperationShape.TableNameRule;
import io.headwater.api.protocol.StructureShape.Member;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request against the constraints of the service model and reports all violations in one
 * ValidationException, as DynamoDB does (validation-and-errors §5).
 */
public final class ConstraintChecker {
  private static final String TABLE_NAME = "TableName";
  private static final int MIN_TABLE_NAME_LENGTH = 3;
  private static final int MAX_TABLE_NAME_LENGTH = 255;

  private final Violations violations;

  private ConstraintChecker(int maxReported) {
    violations = new Violations(maxReported);
  }

  /**
   * Checks a whole request.
   *
   * @throws DynamoDbException a ValidationException that names what is violated
   */
  public static void check(OperationShape operation, Structure request) {
    switch (operation.tableNameRule()) {
      case JOINED -> {}
      case ALONE, SINGLE -> checkTableNameAlone(request);
      case MANAGED -> checkManagedTableName(request);
    }
    boolean single = operation.tableNameRule() == TableNameRule.SINGLE;
    var checker = new ConstraintChecker(single ? 1 : Violations.MAX_REPORTED);
    checker.structure("", request);
    checker.violations.throwIfAny();
  }

  private static void checkTableNameAlone(Structure request) {
    var checker = new ConstraintChecker(Violations.MAX_REPORTED);
    checker.member("", member(request.shape()), request);
    checker.violations.throwIfAny();
  }

  private static void checkManagedTableName(Structure request) {
    String nameOrArn = request.text(TABLE_NAME);
    if (nameOrArn == null) {
      throw DynamoDbException.validation(
          "The parameter 'TableName' is required but was not present in the request");
    }
    int length = ResourceArns.tableName(nameOrArn).length();
    if (length < MIN_TABLE_NAME_LENGTH || length > MAX_TABLE_NAME_LENGTH) {
      throw DynamoDbException.validation(
          "TableName must be at least 3 characters long and at most 255 characters long");
    }
    checkTableNameAlone(request);
  }

  private static Member member(StructureShape shape) {
    return shape.members().get(shape.ordinalOf(TABLE_NAME));
  }

  private void structure(String path, Structure structure) {
    for (Member member : structure.shape().members()) {
      member(path, member, structure);
    }
  }

  private void member(String path, Member member, Structure structure) {
    Object value = structure.get(member);
    String memberPath = path.isEmpty() ? member.pathName() : path + "." + member.pathName();
    if (value == null) {
      if (member.required()) {
        violations.add(null, memberPath, "Member must not be null");
      }
    } else if (member.silent()) {
      silentMember(member, value);
    } else {
      value(memberPath, member.shape(), value);
    }
  }

  private void silentMember(Member member, Object value) {
    var checker = new ConstraintChecker(Violations.MAX_REPORTED);
    checker.value(member.name(), member.shape(), value);
    violations.addWithoutValues(checker.violations);
  }

  private void value(String path, Shape shape, Object value) {
    switch (shape) {
      case Shape.Text text -> text(path, text, (String) value);
      case Shape.Flag _, Shape.Value _, Shape.Attributes _ -> {}
      case Shape.Whole whole -> whole(path, whole, (Long) value);
      case Shape.Sequence sequence -> sequence(path, sequence, (List<?>) value);
      case Shape.Dictionary dictionary -> dictionary(path, dictionary, (Map<?, ?>) value);
      case Shape.Nested _ -> structure(path, (Structure) value);
    }
  }

  private void text(String path, Shape.Text shape, String value) {
    if (!shape.allowedValues().isEmpty()) {
      if (!shape.allowedValues().contains(value)) {
        violations.add(value, path, "Member must satisfy enum value set: " + shape.allowedValues());
      }
      return;
    }
    if (shape.pattern() != null && !shape.pattern().matches(value)) {
      violations.add(
          value, path, "Member must satisfy regular expression pattern: " + NamePattern.REGEX);
    }
    String lengthRule = lengthRule(value.length(), shape.minLength(), shape.maxLength());
    if (lengthRule != null) {
      violations.add(value, path, lengthRule);
    }
  }

  private void whole(String path, Shape.Whole shape, long value) {
    if (value < shape.min()) {
      violations.add(value, path, "Member must have value greater than or equal to " + shape.min());
    } else if (value > shape.max()) {
      violations.add(value, path, "Member must have value less than or equal to " + shape.max());
    }
  }

  private void sequence(String path, Shape.Sequence shape, List<?> values) {
    String lengthRule = lengthRule(values.size(), shape.minLength(), shape.maxLength());
    if (lengthRule != null) {
      violations.add(values, path, lengthRule);
    }
    elements(path, shape, values);
  }

  private void elements(String path, Shape.Sequence shape, List<?> values) {
    if (isFree(shape.element())) {
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      value(path + "." + (i + 1) + ".member", shape.element(), values.get(i));
    }
  }

  private void dictionary(String path, Shape.Dictionary shape, Map<?, ?> values) {
    String lengthRule = lengthRule(values.size(), shape.minLength(), shape.maxLength());
    if (lengthRule != null) {
      violations.add(values, path, lengthRule);
    }
    if (!isFree(shape.key()) && !values.keySet().stream().allMatch(key -> fits(shape.key(), key))) {
      violations.add(
          values, path, "Map keys must satisfy constraint: [" + rules(shape.key()) + "]");
    }
    for (var entry : values.entrySet()) {
      dictionaryValue(path, shape, entry);
    }
  }

  /** A list's length is reported as the map's violation where the list is a map's value. */
  private void dictionaryValue(String path, Shape.Dictionary shape, Map.Entry<?, ?> entry) {
    String valuePath = path + "." + entry.getKey() + ".member";
    if (!(shape.value() instanceof Shape.Sequence sequence)) {
      value(valuePath, shape.value(), entry.getValue());
      return;
    }
    List<?> list = (List<?>) entry.getValue();
    if (lengthRule(list.size(), sequence.minLength(), sequence.maxLength()) != null) {
      violations.add(
          Map.of(entry.getKey(), list),
          path,
          "Map value must satisfy constraint: [Member must have length less than or equal to "
              + sequence.maxLength()
              + ", Member must have length greater than or equal to "
              + sequence.minLength()
              + "]");
    }
    elements(valuePath, sequence, list);
  }

  /** Whether nothing of that shape can violate the model; spares the walk over items. */
  private static boolean isFree(Shape shape) {
    return switch (shape) {
      case Shape.Flag _, Shape.Value _, Shape.Attributes _ -> true;
      case Shape.Text text -> text.equals(Shape.Text.ANY);
      case Shape.Whole _, Shape.Sequence _, Shape.Dictionary _, Shape.Nested _ -> false;
    };
  }

  private static boolean fits(Shape.Text shape, Object key) {
    String text = (String) key;
    NamePattern pattern = shape.pattern();
    if (pattern != null && pattern.isArn(text)) {
      return true;
    }
    return lengthRule(text.length(), shape.minLength(), shape.maxLength()) == null
        && (pattern == null || pattern.matches(text));
  }

  private static String rules(Shape.Text shape) {
    return "Member must have length less than or equal to "
        + shape.maxLength()
        + ", Member must have length greater than or equal to "
        + shape.minLength()
        + (shape.pattern() == null
            ? ""
            : ", Member must satisfy regular expression pattern: " + NamePattern.REGEX);
  }

  private static @Nullable String lengthRule(int length, int min, int max) {
    if (length < min) {
      return "Member must have length greater than or equal to " + min;
    }
    return length > max ? "Member must have length less than or equal to " + max : null;
  }
}
