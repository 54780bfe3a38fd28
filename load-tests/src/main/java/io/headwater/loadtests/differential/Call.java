package io.headwater.loadtests.differential;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to both servers.
 *
 * @param operation such as PutItem
 * @param request the body, as {@link JsonTree} has it; may be changed while it is made
 */
record Call(String operation, Map<String, @Nullable Object> request) {
  /** A call whose request can be changed, in all its depth, without changing this one's. */
  static Call copyOf(Call call) {
    return new Call(call.operation(), JsonTree.copyOfMembers(call.request()));
  }

  boolean isWrite() {
    return switch (operation) {
      case "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem" -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return operation + " " + JsonTree.write(request);
  }
}
