package io.headwater.loadtests.differential;

import java.util.Map;

/**
 * What a server made of a call, in the form in which two servers can be compared.
 *
 * @param status of HTTP; the first that tells of a failure where several answers belong to the call
 * @param body the normalised answer or answers
 */
record Outcome(int status, Object body) {
  boolean isSuccess() {
    return status == 200;
  }

  /** The error type without its namespace; empty for a success. */
  String errorType() {
    String type = member("__type");
    return type.substring(type.indexOf('#') + 1);
  }

  /** The error's message, empty if there is none. */
  String message() {
    return member("message");
  }

  private String member(String name) {
    return body instanceof Map<?, ?> members && members.get(name) instanceof String text
        ? text
        : "";
  }

  @Override
  public String toString() {
    return status + " " + JsonTree.write(body);
  }
}
