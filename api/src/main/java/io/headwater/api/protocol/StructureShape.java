package io.headwater.api.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A structure of the service model: its name and its members, in the order they are checked in. */
public final class StructureShape {

  /** How the service reports a violation: its checker is being replaced, member by member. */
  enum Form {
    /** With the value and the path. */
    OLDER,
    /** Without the value and by the member's own spelling; an enumeration without any path. */
    NEWER,
    /** As {@link #NEWER}, before all others, alone, and without the envelope. */
    NEWER_BARE
  }

  /**
   * A named member.
   *
   * @param ordinal its place in the structure
   * @param required whether its absence violates the model
   * @param last whether it is checked only if no other member violates the model
   */
  record Member(String name, int ordinal, Shape shape, boolean required, boolean last, Form form) {
    /** The name as it stands in the paths of constraint messages. */
    String pathName() {
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
  }

  private final String name;
  private final List<Member> members;
  private final Map<String, Member> byName = new HashMap<>();

  StructureShape(String name, List<Member> members) {
    this.name = name;
    this.members = List.copyOf(members);
    for (Member member : members) {
      byName.put(member.name(), member);
    }
  }

  public String name() {
    return name;
  }

  List<Member> members() {
    return members;
  }

  /** The member of that name; null for a name that the model does not know. */
  @Nullable Member find(String memberName) {
    return byName.get(memberName);
  }

  /** The member's place; asking for one that the model lacks is a bug. */
  int ordinalOf(String memberName) {
    Member member = byName.get(memberName);
    if (member == null) {
      throw new IllegalArgumentException(name + " has no member " + memberName);
    }
    return member.ordinal();
  }
}
