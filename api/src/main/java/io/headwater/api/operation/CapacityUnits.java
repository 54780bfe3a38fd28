package io.headwater.api.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is charged on one table: by the table itself, and by each index that it touched.
 *
 * @param localSecondaryIndexes by the index's name
 */
public record CapacityUnits(double table, Map<String, Double> localSecondaryIndexes) {
  public static final CapacityUnits NONE = ofTable(0);

  /** The charge of a request that touches no index. */
  public static CapacityUnits ofTable(double units) {
    return new CapacityUnits(units, Map.of());
  }

  double total() {
    double total = table;
    for (double units : localSecondaryIndexes.values()) {
      total += units;
    }
    return total;
  }

  /** Both charges in one. */
  public CapacityUnits plus(CapacityUnits more) {
    if (localSecondaryIndexes.isEmpty() && more.localSecondaryIndexes.isEmpty()) {
      return ofTable(table + more.table);
    }
    var indexes = new LinkedHashMap<>(localSecondaryIndexes);
    more.localSecondaryIndexes.forEach((name, units) -> indexes.merge(name, units, Double::sum));
    return new CapacityUnits(table + more.table, indexes);
  }
}
