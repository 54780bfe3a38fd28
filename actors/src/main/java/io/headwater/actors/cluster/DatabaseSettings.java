package io.headwater.actors.cluster;

import com.typesafe.config.Config;
import io.headwater.actors.catalog.CatalogSettings;
import io.headwater.actors.index.IndexSettings;
import io.headwater.actors.retention.RetentionSettings;
import io.headwater.actors.routing.RoutingSettings;
import io.headwater.actors.ttl.TimeToLiveSettings;

/** The database's own settings. */
public record DatabaseSettings(
    CatalogSettings catalog,
    RoutingSettings routing,
    RetentionSettings retention,
    TimeToLiveSettings timeToLive,
    IndexSettings indexes) {

  public static DatabaseSettings from(Config config) {
    var retention = RetentionSettings.from(config);
    var catalog =
        new CatalogSettings(
            config.getInt("headwater.catalog.partitions-per-table"),
            retention.streamRecords(),
            config.getDuration("headwater.streams.sweep-interval"),
            config.getDuration("headwater.catalog.time-to-live-interval"));
    return new DatabaseSettings(
        catalog,
        RoutingSettings.from(config),
        retention,
        TimeToLiveSettings.from(config),
        IndexSettings.from(config));
  }
}
