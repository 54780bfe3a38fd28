package io.headwater.actors.expression;

import io.headwater.actors.expression.Faults.Fault;
import io.headwater.actors.expression.Syntax.Path;
import io.headwater.actors.expression.Tokens.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of a projection expression: {@code path { "," path }}. */
final class ProjectionReader extends SyntaxReader {
  private static final List<Fault> ORDER = List.of(Fault.RESERVED_WORD, Fault.LIST_INDEX);

  private ProjectionReader(String text) {
    super(ExpressionKind.PROJECTION, text);
  }

  static List<Path> read(String text) {
    var reader = new ProjectionReader(text);
    var paths = new ArrayList<Path>();
    do {
      paths.add(reader.path());
    } while (reader.accept(Kind.COMMA));
    reader.expect(Kind.END);
    reader.faults.requireNone(ExpressionKind.PROJECTION, ORDER);
    return List.copyOf(paths);
  }
}
