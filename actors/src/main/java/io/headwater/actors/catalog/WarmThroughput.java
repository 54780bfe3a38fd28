package io.headwater.actors.catalog;

/** What a table or index can take at once, in units a second. It only ever grows. */
public record WarmThroughput(long readUnitsPerSecond, long writeUnitsPerSecond) {
  /** Of a new table in on-demand mode (tables reference §4). */
  public static final WarmThroughput ON_DEMAND = new WarmThroughput(12_000, 4_000);
}
