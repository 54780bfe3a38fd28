package io.headwater.actors.expression;

import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.expression.Syntax.Step;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import java.util.ArrayList;
import java.util.List;

/** One request's placeholders for one of its expressions, and the faults that all kinds share. */
final class Binding {
  private final ExpressionKind kind;
  private final Placeholders placeholders;

  Binding(ExpressionKind kind, Placeholders placeholders) {
    this.kind = kind;
    this.placeholders = placeholders;
  }

  DocumentPath path(Syntax.Path path) {
    var elements = new ArrayList<Element>(path.steps().size());
    for (Step step : path.steps()) {
      elements.add(
          switch (step) {
            case Step.Name(var name) -> new Element.Name(name);
            case Step.NameReference(var reference) -> new Element.Name(name(reference));
            case Step.Index(var index) -> new Element.Index(index);
          });
    }
    if (elements.size() > DocumentPath.MAX_DEPTH) {
      throw kind.invalid(
          "The document path has too many nesting levels; nesting levels: " + elements.size());
    }
    return new DocumentPath(elements);
  }

  private String name(String reference) {
    String name = placeholders.name(reference);
    if (name == null) {
      throw kind.invalid(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + reference);
    }
    return name;
  }

  AttributeValue value(Syntax.ValueReference value) {
    AttributeValue bound = placeholders.value(value.reference());
    if (bound == null) {
      throw kind.invalid(
          "An expression attribute value used in expression is not defined; attribute value: "
              + value.reference());
    }
    return bound;
  }

  void requireOperandCount(Syntax.Call call, int wanted) {
    int count = call.arguments().size();
    if (count != wanted) {
      throw kind.invalid(
          "Incorrect number of operands for operator or function; operator or function: "
              + call.function()
              + ", number of operands: "
              + count);
    }
  }

  DynamoDbException notDistinct(String operator, DocumentPath first) {
    return kind.invalid(
        "The first operand must be distinct from the remaining operands for this operator or"
            + " function; operator: "
            + operator
            + ", first operand: "
            + first);
  }

  DynamoDbException wrongOperandType(String operator, AttributeType type) {
    return wrongOperandType(operator, type.name());
  }

  DynamoDbException wrongOperandType(String operator, String type) {
    return kind.invalid(
        "Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + type);
  }

  DynamoDbException pathRequired(String operator) {
    return kind.invalid(
        "Operator or function requires a document path; operator or function: " + operator);
  }

  DynamoDbException invalid(String reason) {
    return kind.invalid(reason);
  }

  void requireOperators(int operators) {
    if (operators > ExpressionParser.MAX_OPERATORS) {
      // DynamoDB stops counting at the first one too many.
      throw kind.invalid(
          "The expression contains too many operators; operator count: "
              + (ExpressionParser.MAX_OPERATORS + 1));
    }
  }

  /**
   * Fails if one path is another or leads into what another names; else if one takes for a list
   * what another takes for a map.
   */
  void requireSeparate(List<DocumentPath> paths) {
    PathSeparation.Fault fault = PathSeparation.firstFault(paths);
    if (fault != null) {
      throw kind.invalid(
          "Two document paths "
              + fault.kind()
              + " with each other; must remove or rewrite one of these paths; path one: "
              + paths.get(fault.first())
              + ", path two: "
              + paths.get(fault.second()));
    }
  }
}
