package io.headwater.actors.catalog;

import io.headwater.actors.model.TimeToLive;

/**
 * A table's time to live and its status.
 *
 * @param changedAtMillis when it was last switched on or off
 */
public record TableTimeToLive(TimeToLive timeToLive, Status status, long changedAtMillis) {

  public enum Status {
    /** Partitions file new items by their time; those that were there before are being added. */
    ENABLING,
    ENABLED,
    /** Partitions may still file items. */
    DISABLING,
    DISABLED
  }

  public TableTimeToLive withStatus(Status newStatus) {
    return new TableTimeToLive(timeToLive, newStatus, changedAtMillis);
  }

  /** Whether partitions are to file their items by the time when they expire. */
  public boolean isFiled() {
    return status == Status.ENABLING || status == Status.ENABLED;
  }
}
