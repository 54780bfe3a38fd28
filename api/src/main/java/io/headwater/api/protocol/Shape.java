package io.headwater.api.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a value in a request may be: its JSON type and the constraints of the service model. */
public sealed interface Shape {

  /**
   * A string.
   *
   * @param allowedValues of an enumeration, as the service's older form lists them; else empty
   * @param newerValues the values as its newer form lists them, which are not the allowed ones
   */
  record Text(
      int minLength,
      int maxLength,
      @Nullable NamePattern pattern,
      List<String> allowedValues,
      List<String> newerValues)
      implements Shape {
    static final Text ANY = new Text(0, Integer.MAX_VALUE, null, List.of(), List.of());

    public Text {
      allowedValues = List.copyOf(allowedValues);
      newerValues = List.copyOf(newerValues);
    }
  }

  /** A boolean. */
  record Flag() implements Shape {
    static final Flag INSTANCE = new Flag();
  }

  /**
   * A whole number.
   *
   * @param javaType the service's name for it in error texts: {@code Integer} or {@code Long}
   */
  record Whole(String javaType, long min, long max) implements Shape {}

  /** A list of at least {@code minLength} and at most {@code maxLength} elements. */
  record Sequence(Shape element, int minLength, int maxLength) implements Shape {}

  /**
   * A map from strings; {@code valueType} is the value's Java type in the service's error texts.
   */
  record Dictionary(Text key, Shape value, String valueType, int minLength, int maxLength)
      implements Shape {}

  /** One attribute value. */
  record Value() implements Shape {
    static final Value INSTANCE = new Value();
  }

  /** Attribute names to attribute values: an item, a key or expression values. */
  record Attributes() implements Shape {
    static final Attributes INSTANCE = new Attributes();
  }

  /** A structure with named members. */
  record Nested(StructureShape structure) implements Shape {}
}
