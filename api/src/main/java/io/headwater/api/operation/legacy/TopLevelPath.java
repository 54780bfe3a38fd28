package io.headwater.api.operation.legacy;

import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.json.ValueFault;

/** The paths that legacy parameters can name: whole attributes. */
final class TopLevelPath {
  private TopLevelPath() {}

  /** The path of an attribute; the service model has bounded the name's length, but not below. */
  static DocumentPath of(String attributeName) {
    if (attributeName.isEmpty()) {
      throw ValueFault.NAME_EMPTY.toException();
    }
    return DocumentPath.of(attributeName);
  }
}
