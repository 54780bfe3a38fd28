package io.headwater.api.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.headwater.actors.model.Bytes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's JSON object. A member that is null is absent; one that Headwater does
 * not know is refused, because what was asked for would not happen.
 */
final class RequestMembers {
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names are whatever the clients say: kept out of the JVM's table of interned strings.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final Map<String, Member> members;

  private RequestMembers(Map<String, Member> members) {
    this.members = members;
  }

  private record Member(JsonToken token, String text) {}

  /** Reads a body; an empty one has no members. */
  static RequestMembers read(Bytes body, Set<String> supported) {
    var members = new LinkedHashMap<String, Member>();
    if (body.length() == 0) {
      return new RequestMembers(members);
    }
    try (var parser = JSON.createParser(body.toByteArray())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw LambdaErrors.unreadableBody();
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        readMember(parser, supported, members);
      }
      if (parser.nextToken() != null) {
        throw LambdaErrors.unreadableBody();
      }
    } catch (IOException _) {
      throw LambdaErrors.unreadableBody();
    }
    return new RequestMembers(members);
  }

  private static void readMember(
      JsonParser parser, Set<String> supported, Map<String, Member> members) throws IOException {
    String name = parser.currentName();
    JsonToken token = parser.nextToken();
    if (token.isStructStart()) {
      parser.skipChildren();
    }
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (!supported.contains(name)) {
      throw LambdaErrors.unsupportedParameter(name, supported);
    }
    members.put(name, new Member(token, token.isStructStart() ? "" : parser.getText()));
  }

  @Nullable String text(String name) {
    var member = member(name, "String", JsonToken.VALUE_STRING);
    return member == null ? null : member.text();
  }

  @Nullable Boolean truth(String name) {
    var member = member(name, "Boolean", JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);
    return member == null ? null : member.token() == JsonToken.VALUE_TRUE;
  }

  /** A whole number from a range. */
  @Nullable Integer number(String name, int min, int max) {
    var member = member(name, "Integer", JsonToken.VALUE_NUMBER_INT);
    return member == null ? null : LambdaErrors.checkedNumber(name, member.text(), min, max);
  }

  private @Nullable Member member(String name, String type, JsonToken... expected) {
    var member = members.get(name);
    if (member == null || Set.of(expected).contains(member.token())) {
      return member;
    }
    throw LambdaErrors.wrongType(name, type);
  }
}
