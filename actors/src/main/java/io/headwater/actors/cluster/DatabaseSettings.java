package io.headwater.actors.cluster;

import com.typesafe.config.Config;
import io.headwater.actors.retention.RetentionSettings;
import io.headwater.actors.routing.RoutingSettings;

/** The database's own settings. */
public record DatabaseSettings(
    int partitionsPerTable, RoutingSettings routing, RetentionSettings retention) {
  /** A table's partitions at its creation; more would cost more than they spread. */
  private static final int MAX_PARTITIONS_PER_TABLE = 1_024;

  public DatabaseSettings {
    if (partitionsPerTable < 1 || partitionsPerTable > MAX_PARTITIONS_PER_TABLE) {
      throw new IllegalArgumentException(
          "headwater.catalog.partitions-per-table: expected 1 to "
              + MAX_PARTITIONS_PER_TABLE
              + ", found "
              + partitionsPerTable);
    }
  }

  public static DatabaseSettings from(Config config) {
    return new DatabaseSettings(
        config.getInt("headwater.catalog.partitions-per-table"),
        RoutingSettings.from(config),
        RetentionSettings.from(config));
  }
}
