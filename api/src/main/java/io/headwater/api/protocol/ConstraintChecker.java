package io.headwater.api.protocol;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.protocol.OperationShape.TableNameRule;
import io.headwater.api.protocol.StructureShape.Form;
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
  private static final String PATTERN_RULE =
      "Member must satisfy regular expression pattern: " + NamePattern.REGEX;

  private final Violations violations;

  /** Whether all violations are reported in the older form. */
  private final boolean older;

  /** Where a value is, in the spelling of its form, and the form in which it is reported. */
  private record Place(String path, Form form) {}

  private ConstraintChecker(int maxReported, boolean older) {
    this.violations = new Violations(maxReported);
    this.older = older;
  }

  /**
   * Checks a whole request.
   *
   * @throws DynamoDbException a ValidationException that names what is violated
   */
  public static void check(OperationShape operation, Structure request) {
    TableNameRule rule = operation.tableNameRule();
    boolean older = false;
    switch (rule) {
      case JOINED -> checkMembers(request, Form.NEWER_BARE).violations.throwFirstBare();
      case ITEM, SINGLE -> {
        older = lacksItemOrKey(request);
        if (!older) {
          checkItemsTableName(request);
        }
        if (!older && rule == TableNameRule.SINGLE) {
          checkMembers(request, Form.NEWER).violations.throwIfAny();
        }
      }
      case MANAGED -> checkManagedTableName(request);
    }
    boolean single = rule == TableNameRule.SINGLE && !older;
    var checker = new ConstraintChecker(single ? 1 : Violations.MAX_REPORTED, older);
    checker.structure("", request);
    checker.violations.throwIfAny();
  }

  private static boolean lacksItemOrKey(Structure request) {
    for (Member member : request.shape().members()) {
      boolean isTableName = member.name().equals(TABLE_NAME);
      if (member.required() && !isTableName && request.get(member) == null) {
        return true;
      }
    }
    return false;
  }

  private static void checkItemsTableName(Structure request) {
    if ("".equals(request.text(TABLE_NAME))) {
      var checker = new ConstraintChecker(1, false);
      checker.violations.addNewer(TABLE_NAME, "Member must have length greater than or equal to 1");
      checker.violations.throwIfAny();
    }
    checkTableNameAlone(request);
  }

  /** Checks the members of one form; reports the first violation. */
  private static ConstraintChecker checkMembers(Structure request, Form form) {
    var checker = new ConstraintChecker(1, false);
    for (Member member : request.shape().members()) {
      if (member.form() == form) {
        checker.member("", member, request);
      }
    }
    return checker;
  }

  private static void checkTableNameAlone(Structure request) {
    var checker = new ConstraintChecker(Violations.MAX_REPORTED, true);
    checker.member("", member(request.shape()), request);
    checker.violations.throwIfAny();
  }

  /** The rules hold for the name in an ARN as well. */
  private static void checkManagedTableName(Structure request) {
    String nameOrArn = request.text(TABLE_NAME);
    if (nameOrArn == null) {
      throw DynamoDbException.validation(
          "The parameter 'TableName' is required but was not present in the request");
    }
    String name = ResourceArns.tableName(nameOrArn);
    var checker = new ConstraintChecker(Violations.MAX_REPORTED, true);
    String path = member(request.shape()).pathName();
    String lengthRule = lengthRule(name.length(), MIN_TABLE_NAME_LENGTH, MAX_TABLE_NAME_LENGTH);
    if (lengthRule != null) {
      checker.violations.add(nameOrArn, path, lengthRule);
    }
    if (!NamePattern.isName(name)) {
      checker.violations.add(nameOrArn, path, PATTERN_RULE);
    }
    checker.violations.throwIfAny();
  }

  private static Member member(StructureShape shape) {
    return shape.members().get(shape.ordinalOf(TABLE_NAME));
  }

  private void structure(String path, Structure structure) {
    for (Member member : structure.shape().members()) {
      if (!member.last() || violations.isEmpty()) {
        member(path, member, structure);
      }
    }
  }

  private void member(String path, Member member, Structure structure) {
    Object value = structure.get(member);
    if (value == null) {
      if (member.required()) {
        violations.add(null, below(path, member.pathName()), "Member must not be null");
      }
    } else if (older || member.form() == Form.OLDER) {
      value(new Place(below(path, member.pathName()), Form.OLDER), member.shape(), value);
    } else {
      value(new Place(below(newer(path), member.name()), Form.NEWER), member.shape(), value);
    }
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A path in the newer form's spelling, in which members begin with a capital. */
  private static String newer(String path) {
    return path.isEmpty() ? path : Character.toUpperCase(path.charAt(0)) + path.substring(1);
  }

  private void report(Place place, Object value, String rule) {
    if (place.form() == Form.OLDER) {
      violations.add(value, place.path(), rule);
    } else {
      violations.addNewer(place.path(), rule);
    }
  }

  private void value(Place place, Shape shape, Object value) {
    switch (shape) {
      case Shape.Text text -> text(place, text, (String) value);
      case Shape.Flag _, Shape.Value _, Shape.Attributes _ -> {}
      case Shape.Whole whole -> whole(place, whole, (Long) value);
      case Shape.Sequence sequence -> sequence(place, sequence, (List<?>) value);
      case Shape.Dictionary dictionary -> dictionary(place.path(), dictionary, (Map<?, ?>) value);
      case Shape.Nested _ -> structure(place.path(), (Structure) value);
    }
  }

  private void text(Place place, Shape.Text shape, String value) {
    if (!shape.allowedValues().isEmpty()) {
      if (!shape.allowedValues().contains(value)) {
        enumeration(place, shape, value);
      }
      return;
    }
    NamePattern pattern = shape.pattern();
    if (pattern != null && !pattern.matches(value)) {
      report(place, value, PATTERN_RULE);
    }
    boolean isArn = pattern != null && pattern.isArn(value);
    int maxLength = isArn ? NamePattern.MAX_ARN_LENGTH : shape.maxLength();
    String lengthRule = lengthRule(value.length(), shape.minLength(), maxLength);
    if (lengthRule != null) {
      report(place, value, lengthRule);
    }
  }

  private void enumeration(Place place, Shape.Text shape, String value) {
    String rule = "Member must satisfy enum value set: ";
    if (place.form() == Form.OLDER) {
      violations.add(value, place.path(), rule + shape.allowedValues());
    } else {
      violations.addNewer(rule + shape.newerValues());
    }
  }

  private void whole(Place place, Shape.Whole shape, long value) {
    if (value < shape.min()) {
      report(place, value, "Member must have value greater than or equal to " + shape.min());
    } else if (value > shape.max()) {
      report(place, value, "Member must have value less than or equal to " + shape.max());
    }
  }

  private void sequence(Place place, Shape.Sequence shape, List<?> values) {
    String lengthRule = lengthRule(values.size(), shape.minLength(), shape.maxLength());
    if (lengthRule != null) {
      report(place, values, lengthRule);
    }
    elements(place.path(), shape, values);
  }

  private void elements(String path, Shape.Sequence shape, List<?> values) {
    if (isFree(shape.element())) {
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      var place = new Place(path + "." + (i + 1) + ".member", Form.OLDER);
      value(place, shape.element(), values.get(i));
    }
  }

  private void dictionary(String path, Shape.Dictionary shape, Map<?, ?> values) {
    String lengthRule = lengthRule(values.size(), shape.minLength(), shape.maxLength());
    if (lengthRule != null) {
      violations.addNewer(newer(path), lengthRule);
    }
    if (!isFree(shape.key()) && !values.keySet().stream().allMatch(key -> fits(shape.key(), key))) {
      String rule = "Map keys must satisfy constraint: [" + rules(shape.key()) + "]";
      // BatchGetItem, whose map has structures, prints it as JSON; BatchWriteItem does not.
      if (shape.value() instanceof Shape.Nested) {
        violations.addJson(values, path, rule);
      } else {
        violations.add(values, path, rule);
      }
    }
    if (shape.value() instanceof Shape.Sequence sequence) {
      lists(path, sequence, values);
      return;
    }
    for (var entry : values.entrySet()) {
      value(new Place(entryPath(path, entry), Form.OLDER), shape.value(), entry.getValue());
    }
  }

  /**
   * A list that is too short is reported as the map's violation, and one that is too long alone.
   */
  private void lists(String path, Shape.Sequence shape, Map<?, ?> lists) {
    if (lists.values().stream().anyMatch(list -> ((List<?>) list).size() < shape.minLength())) {
      violations.add(
          lists,
          path,
          "Map value must satisfy constraint: [Member must have length less than or equal to "
              + shape.maxLength()
              + ", Member must have length greater than or equal to "
              + shape.minLength()
              + "]");
    }
    for (var entry : lists.entrySet()) {
      List<?> list = (List<?>) entry.getValue();
      if (list.size() > shape.maxLength()) {
        violations.addNewer(
            newer(entryPath(path, entry)),
            "Member must have length less than or equal to " + shape.maxLength());
      }
      elements(entryPath(path, entry), shape, list);
    }
  }

  private static String entryPath(String path, Map.Entry<?, ?> entry) {
    return path + "." + entry.getKey() + ".member";
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
        + (shape.pattern() == null ? "" : ", " + PATTERN_RULE);
  }

  private static @Nullable String lengthRule(int length, int min, int max) {
    if (length < min) {
      return "Member must have length greater than or equal to " + min;
    }
    return length > max ? "Member must have length less than or equal to " + max : null;
  }
}
