package io.headwater.api.protocol;

import io.headwater.actors.json.ReadItem;
import io.headwater.actors.json.ReadValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A structure as it came in: its members by place, null where one was absent. Types are as the
 * shape says; asking for a member by another type, or for one that the shape lacks, is a bug.
 *
 * <p>Not modified once it was read.
 */
public final class Structure {
  private final StructureShape shape;
  private final @Nullable Object[] members;

  Structure(StructureShape shape) {
    this.shape = shape;
    this.members = new Object[shape.members().size()];
  }

  StructureShape shape() {
    return shape;
  }

  void set(StructureShape.Member member, @Nullable Object value) {
    members[member.ordinal()] = value;
  }

  @Nullable Object get(StructureShape.Member member) {
    return members[member.ordinal()];
  }

  /** Whether the request has the member. */
  public boolean has(String member) {
    return get(member) != null;
  }

  public @Nullable String text(String member) {
    return (String) get(member);
  }

  /** A string that the model requires, so that its presence is checked already. */
  public String requiredText(String member) {
    return (String) required(member);
  }

  /** A boolean; false where it is absent. */
  public boolean flag(String member) {
    return Boolean.TRUE.equals(get(member));
  }

  public @Nullable Long number(String member) {
    return (Long) get(member);
  }

  public @Nullable Structure structure(String member) {
    return (Structure) get(member);
  }

  /** The elements of a list of strings. */
  @SuppressWarnings("unchecked") // RequestReader makes lists of what the shape says.
  public @Nullable List<String> texts(String member) {
    return (List<String>) get(member);
  }

  /** The elements of a list of structures. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable List<Structure> structures(String member) {
    return (List<Structure>) get(member);
  }

  /** One attribute value. */
  public @Nullable ReadValue value(String member) {
    return (ReadValue) get(member);
  }

  /** The elements of a list of attribute values. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable List<ReadValue> values(String member) {
    return (List<ReadValue>) get(member);
  }

  /** The elements of a list of items or keys. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable List<ReadItem> items(String member) {
    return (List<ReadItem>) get(member);
  }

  /** A map of strings, in the request's order. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable Map<String, String> textMap(String member) {
    return (Map<String, String>) get(member);
  }

  /** A map of structures, in the request's order. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable Map<String, Structure> structureMap(String member) {
    return (Map<String, Structure>) get(member);
  }

  /** A map of lists of structures, in the request's order. */
  @SuppressWarnings("unchecked") // As above.
  public @Nullable Map<String, List<Structure>> structureListMap(String member) {
    return (Map<String, List<Structure>>) get(member);
  }

  /** An item, a key or expression values. */
  public @Nullable ReadItem item(String member) {
    return (ReadItem) get(member);
  }

  /** An item or a key that the model requires, so that its presence is checked already. */
  public ReadItem requiredItem(String member) {
    return (ReadItem) required(member);
  }

  private Object required(String member) {
    Object value = get(member);
    if (value == null) {
      throw new IllegalStateException(shape.name() + "." + member + " was not checked");
    }
    return value;
  }

  private @Nullable Object get(String member) {
    return members[shape.ordinalOf(member)];
  }
}
