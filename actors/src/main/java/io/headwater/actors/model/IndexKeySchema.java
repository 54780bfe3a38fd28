package io.headwater.actors.model;

import io.headwater.actors.model.KeySchema.KeyAttribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key of a global secondary index: 1 to 4 attributes that are hashed together and 0 to 4 that
 * are sorted by, one after the other (query reference §6).
 */
public record IndexKeySchema(List<KeyAttribute> hash, List<KeyAttribute> range) {
  /** The most attributes that either part can have. */
  public static final int MAX_PER_PART = 4;

  public IndexKeySchema {
    hash = List.copyOf(hash);
    range = List.copyOf(range);
    if (hash.isEmpty() || hash.size() > MAX_PER_PART || range.size() > MAX_PER_PART) {
      throw new IllegalArgumentException(
          "a key of " + hash.size() + " hash and " + range.size() + " range attributes");
    }
  }

  /** The key of a table or a local secondary index, which has one attribute of each part. */
  public static IndexKeySchema of(KeySchema schema) {
    return new IndexKeySchema(
        List.of(schema.partitionKey()),
        schema.sortKey() == null ? List.of() : List.of(schema.sortKey()));
  }

  /** Whether a part has more than one attribute. */
  public boolean hasSeveralOfAPart() {
    return hash.size() > 1 || range.size() > 1;
  }

  /** All of them, the hashed ones first. */
  public Stream<KeyAttribute> attributes() {
    return Stream.concat(hash.stream(), range.stream());
  }

  public boolean isKeyAttribute(String attributeName) {
    return attributes().anyMatch(attribute -> attribute.name().equals(attributeName));
  }

  /**
   * The values of an item's key attributes.
   *
   * @param hash in the schema's order
   * @param range in the schema's order
   */
  public record Key(List<AttributeValue> hash, List<AttributeValue> range) {
    public Key {
      hash = List.copyOf(hash);
      range = List.copyOf(range);
    }
  }

  /**
   * The item's place in the index; null if it lacks one of the attributes or one has another type.
   */
  public @Nullable Key keyOf(Item item) {
    var hashValues = values(hash, item);
    var rangeValues = values(range, item);
    return hashValues == null || rangeValues == null ? null : new Key(hashValues, rangeValues);
  }

  /** A key as attributes, in the schema's order. */
  public Map<String, AttributeValue> toAttributes(Key key) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (int i = 0; i < hash.size(); i++) {
      attributes.put(hash.get(i).name(), key.hash().get(i));
    }
    for (int i = 0; i < range.size(); i++) {
      attributes.put(range.get(i).name(), key.range().get(i));
    }
    return attributes;
  }

  private static @Nullable List<AttributeValue> values(List<KeyAttribute> attributes, Item item) {
    var values = new ArrayList<AttributeValue>(attributes.size());
    for (KeyAttribute attribute : attributes) {
      AttributeValue value = item.get(attribute.name());
      if (value == null || value.type() != attribute.type()) {
        return null;
      }
      values.add(value);
    }
    return values;
  }
}
