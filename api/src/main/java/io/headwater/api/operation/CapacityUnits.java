package io.headwater.api.operation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is charged on one table: by the table itself, and by each index that it touched.
 *
 * @param localSecondaryIndexes by the index's name
 * @param globalSecondaryIndexes by the index's name
 */
public record CapacityUnits(
    double table,
    Map<String, Double> localSecondaryIndexes,
    Map<String, Double> globalSecondaryIndexes) {
  public static final CapacityUnits NONE = ofTable(0);

  /** The charge of a request that touches no index. */
  public static CapacityUnits ofTable(double units) {
    return new CapacityUnits(units, Map.of(), Map.of());
  }

  double total() {
    return table + sum(localSecondaryIndexes) + sum(globalSecondaryIndexes);
  }

  private static double sum(Map<String, Double> indexes) {
    return indexes.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Both charges in one. */
  public CapacityUnits plus(CapacityUnits more) {
    return new CapacityUnits(
        table + more.table,
        plus(localSecondaryIndexes, more.localSecondaryIndexes),
        plus(globalSecondaryIndexes, more.globalSecondaryIndexes));
  }

  private static Map<String, Double> plus(Map<String, Double> indexes, Map<String, Double> more) {
    if (more.isEmpty()) {
      return indexes;
    }
    var both = new LinkedHashMap<>(indexes);
    more.forEach((name, units) -> both.merge(name, units, Double::sum));
    return both;
  }
}
