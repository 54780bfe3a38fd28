package io.headwater.actors.expression;

import io.headwater.actors.expression.Syntax.Application;
import io.headwater.actors.expression.Syntax.UpdateSections;
import io.headwater.actors.expression.Update.Value;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the syntax of an update into an {@link Update} with one request's placeholders, and checks
 * what needs them: first that all names are defined, then all values, then that no targets overlap,
 * that none conflict, then the operands of ADD and DELETE, at last those of operators and
 * functions.
 */
final class UpdateBinder {
  private static final Set<AttributeType> SETS =
      EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS);

  private final Binding binding;

  UpdateBinder(Binding binding) {
    this.binding = binding;
  }

  Update bind(UpdateSections sections) {
    references(sections, binding::path, _ -> {});
    references(sections, _ -> {}, binding::value);
    binding.requireSeparate(targets(sections));
    sections.applications().forEach(this::requireApplicable);
    var sets = new ArrayList<Update.SetAction>(sections.sets().size());
    for (Syntax.Assignment set : sections.sets()) {
      sets.add(new Update.SetAction(binding.path(set.target()), value(set.value())));
    }
    var removes = new ArrayList<DocumentPath>(sections.removes().size());
    for (Syntax.Path path : sections.removes()) {
      removes.add(binding.path(path));
    }
    var adds = new ArrayList<Update.AddAction>();
    var deletes = new ArrayList<Update.DeleteAction>();
    for (Application application : sections.applications()) {
      DocumentPath path = binding.path(application.target());
      AttributeValue operand = binding.value(application.value());
      if (application.isAdd()) {
        adds.add(new Update.AddAction(path, operand));
      } else {
        deletes.add(new Update.DeleteAction(path, operand));
      }
    }
    return new Update(sets, removes, adds, deletes, Update.Source.UPDATE_EXPRESSION);
  }

  private List<DocumentPath> targets(UpdateSections sections) {
    var targets = new ArrayList<DocumentPath>();
    sections.sets().forEach(set -> targets.add(binding.path(set.target())));
    sections.removes().forEach(path -> targets.add(binding.path(path)));
    sections.applications().forEach(action -> targets.add(binding.path(action.target())));
    return targets;
  }

  private static void references(
      UpdateSections sections,
      Consumer<Syntax.Path> paths,
      Consumer<Syntax.ValueReference> values) {
    for (Syntax.Assignment set : sections.sets()) {
      paths.accept(set.target());
      references(set.value(), paths, values);
    }
    sections.removes().forEach(paths);
    for (Application application : sections.applications()) {
      paths.accept(application.target());
      values.accept(application.value());
    }
  }

  private static void references(
      Syntax.Operand operand, Consumer<Syntax.Path> paths, Consumer<Syntax.ValueReference> values) {
    switch (operand) {
      case Syntax.Path path -> paths.accept(path);
      case Syntax.ValueReference value -> values.accept(value);
      case Syntax.Call(_, var arguments) ->
          arguments.forEach(argument -> references(argument, paths, values));
      case Syntax.Arithmetic(_, var left, var right) -> {
        references(left, paths, values);
        references(right, paths, values);
      }
    }
  }

  private void requireApplicable(Application application) {
    AttributeType type = binding.value(application.value()).type();
    if (SETS.contains(type) || (application.isAdd() && type == AttributeType.N)) {
      return;
    }
    String section = application.isAdd() ? "ADD" : "DELETE";
    throw binding.invalid(
        "Incorrect operand type for operator or function; operator: "
            + section
            + ", operand type: "
            + longName(type)
            + ", typeSet: ALLOWED_FOR_"
            + section
            + "_OPERAND");
  }

  /** How this one message names the types that ADD or DELETE refuse. */
  private static String longName(AttributeType type) {
    return switch (type) {
      case S -> "STRING";
      case N -> "NUMBER";
      case B -> "BINARY";
      case BOOL -> "BOOLEAN";
      case NULL -> "NULL";
      case L -> "LIST";
      case M -> "MAP";
      case SS, NS, BS -> throw new IllegalArgumentException("not refused: " + type);
    };
  }

  private Value value(Syntax.Operand operand) {
    return switch (operand) {
      case Syntax.Path path -> new Value.Path(binding.path(path));
      case Syntax.ValueReference value -> new Value.Literal(binding.value(value));
      case Syntax.Call call -> call(call);
      case Syntax.Arithmetic(var operator, var left, var right) -> {
        Value first = typed(operator, AttributeType.N, value(left));
        Value second = typed(operator, AttributeType.N, value(right));
        yield operator.equals("+") ? new Value.Plus(first, second) : new Value.Minus(first, second);
      }
    };
  }

  private Value call(Syntax.Call call) {
    String function = call.function();
    binding.requireOperandCount(call, 2);
    Value first = value(call.arguments().get(0));
    Value second = value(call.arguments().get(1));
    return switch (function) {
      case "if_not_exists" -> {
        if (!(first instanceof Value.Path(var path))) {
          throw binding.pathRequired(function);
        }
        if (first.equals(second)) {
          throw binding.notDistinct(function, path);
        }
        yield new Value.IfNotExists(path, second);
      }
      case "list_append" ->
          new Value.ListAppend(
              typed(function, AttributeType.L, first), typed(function, AttributeType.L, second));
      default -> throw new IllegalStateException("the reader let pass the function " + function);
    };
  }

  private Value typed(String operator, AttributeType wanted, Value value) {
    AttributeType type = staticType(value);
    if (type != null && type != wanted) {
      throw binding.wrongOperandType(operator, type);
    }
    return value;
  }

  /** The type that a value has in any item; null: the item decides. */
  private static @Nullable AttributeType staticType(Value value) {
    return switch (value) {
      case Value.Path _, Value.IfNotExists _ -> null;
      case Value.Literal(var literal) -> literal.type();
      case Value.ListAppend _ -> AttributeType.L;
      case Value.Plus _, Value.Minus _ -> AttributeType.N;
    };
  }
}
