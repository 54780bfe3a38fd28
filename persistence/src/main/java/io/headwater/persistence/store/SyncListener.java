package io.headwater.persistence.store;

/**
 * Hears of each sync that succeeded, on the thread that wrote and before any other write begins. A
 * seam for tests that cut the power: what is on disk at this moment survives.
 */
@FunctionalInterface
public interface SyncListener {
  /** Everything written before is on disk now. */
  void synced();
}
