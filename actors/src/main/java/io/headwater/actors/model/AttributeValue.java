package io.headwater.actors.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One typed value of an item. The records are named by DynamoDB's wire tags. */
public sealed interface AttributeValue {

  record S(String value) implements AttributeValue {}

  /** Trailing zeros go, so that {@code equals} is DynamoDB's: 1, 1.0 and 1.00 are one number. */
  record N(BigDecimal value) implements AttributeValue {
    public N {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /** Plain decimal, without exponent, as DynamoDB answers it. */
    public String toPlainString() {
      return value.toPlainString();
    }
  }

  record B(Bytes value) implements AttributeValue {}

  record Bool(boolean value) implements AttributeValue {}

  /** DynamoDB's NULL, a value like any other: the attribute is present. */
  enum Null implements AttributeValue {
    INSTANCE
  }

  /** A string set, in the order of its elements' UTF-8 bytes, as DynamoDB answers it. */
  record SS(NavigableSet<String> values) implements AttributeValue {
    public SS {
      values = Collections.unmodifiableNavigableSet(sorted(values, Utf8Order.COMPARATOR));
    }

    public static SS of(Iterable<String> elements) {
      var set = new TreeSet<>(Utf8Order.COMPARATOR);
      elements.forEach(set::add);
      return new SS(set);
    }
  }

  /** A number set, in ascending order; elements are without trailing zeros. */
  record NS(NavigableSet<BigDecimal> values) implements AttributeValue {
    /** One object, because a set is copied in linear time only by a set of the same comparator. */
    public static final Comparator<BigDecimal> ORDER = BigDecimal::compareTo;

    public NS {
      values = Collections.unmodifiableNavigableSet(sorted(values, ORDER));
    }

    public static NS of(Iterable<BigDecimal> elements) {
      var set = new TreeSet<>(ORDER);
      elements.forEach(element -> set.add(new N(element).value()));
      return new NS(set);
    }
  }

  /** A binary set, in the order of unsigned bytes. */
  record BS(NavigableSet<Bytes> values) implements AttributeValue {
    /** One object, as in {@link NS}. */
    public static final Comparator<Bytes> ORDER = Bytes::compareTo;

    public BS {
      values = Collections.unmodifiableNavigableSet(sorted(values, ORDER));
    }

    public static BS of(Iterable<Bytes> elements) {
      var set = new TreeSet<>(ORDER);
      elements.forEach(set::add);
      return new BS(set);
    }
  }

  record L(List<AttributeValue> values) implements AttributeValue {
    public L {
      values = Collections.unmodifiableList(new ArrayList<>(values));
    }
  }

  record M(Map<String, AttributeValue> values) implements AttributeValue {
    public M {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /** The type, whose name is the wire tag. */
  default AttributeType type() {
    return switch (this) {
      case S _ -> AttributeType.S;
      case N _ -> AttributeType.N;
      case B _ -> AttributeType.B;
      case Bool _ -> AttributeType.BOOL;
      case Null _ -> AttributeType.NULL;
      case SS _ -> AttributeType.SS;
      case NS _ -> AttributeType.NS;
      case BS _ -> AttributeType.BS;
      case L _ -> AttributeType.L;
      case M _ -> AttributeType.M;
    };
  }

  private static <T> NavigableSet<T> sorted(NavigableSet<T> values, Comparator<? super T> order) {
    var copy = new TreeSet<T>(order);
    copy.addAll(values);
    return copy;
  }
}
