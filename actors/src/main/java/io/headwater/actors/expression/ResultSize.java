package io.headwater.actors.expression;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import java.util.Map;

/**
 * The size of the values that an update gives to its targets, counted while they are computed.
 *
 * <p>Few bytes of an expression can multiply an item: {@code list_append(l, l)} doubles a list, and
 * {@code SET a = l, b = l} stores it again. The count is a lower bound of DynamoDB's size, so an
 * update whose count exceeds the limit of an item is certain to be too large, and what it would
 * still construct is left out. The exact size is checked on the encoded item.
 */
final class ResultSize {
  /** The limit of an item's size (bytes). */
  private static final int MAX_SIZE_BYTES = 409_600;

  private static final int DOCUMENT_BYTES = 3;
  private static final int ELEMENT_BYTES = 1;

  private final WorkBudget work;
  private long sizeBytes;

  ResultSize(WorkBudget work) {
    this.work = work;
  }

  boolean isExceeded() {
    return sizeBytes > MAX_SIZE_BYTES;
  }

  /** Reports whether a collection of so many elements may be constructed; if not, it is counted. */
  boolean admits(long elements) {
    if (sizeBytes + elements * ELEMENT_BYTES > MAX_SIZE_BYTES) {
      sizeBytes += elements * ELEMENT_BYTES;
      return false;
    }
    work.spendOnValues(elements);
    return true;
  }

  /** Counts a value, and returns its levels of nesting, which are at least 1. */
  int add(AttributeValue value) {
    work.spendOnValues(1);
    return switch (value) {
      case S(var text) -> addScalar(text.length());
      case B(var bytes) -> addScalar(bytes.length());
      case SS(var values) -> {
        work.spendOnValues(values.size());
        yield addScalar(values.stream().mapToLong(String::length).sum());
      }
      case BS(var values) -> {
        work.spendOnValues(values.size());
        yield addScalar(values.stream().mapToLong(Bytes::length).sum());
      }
      case NS(var values) -> addScalar(values.size());
      case L list -> 1 + addElements(list);
      case M map -> 1 + addEntries(map);
      case AttributeValue.N _, AttributeValue.Bool _, AttributeValue.Null _ -> addScalar(1);
    };
  }

  private int addScalar(long bytes) {
    sizeBytes += bytes;
    return 1;
  }

  private int addElements(L list) {
    sizeBytes += DOCUMENT_BYTES;
    int levels = 0;
    for (AttributeValue element : list.values()) {
      sizeBytes += ELEMENT_BYTES;
      levels = Math.max(levels, add(element));
    }
    return levels;
  }

  private int addEntries(M map) {
    sizeBytes += DOCUMENT_BYTES;
    int levels = 0;
    for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
      sizeBytes += ELEMENT_BYTES + entry.getKey().length();
      levels = Math.max(levels, add(entry.getValue()));
    }
    return levels;
  }
}
