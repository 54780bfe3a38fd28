package io.headwater.actors.ttl;

import io.headwater.actors.model.ItemKey;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The items whose rows could not be read when they were to be removed. They stay so until the
 * database is restored from a backup, so sweeps skip them.
 */
final class DamagedItems {
  /** The items that are remembered; a sweep asks again for the removal of each further one. */
  private static final int MAX_ITEMS = 1_000;

  private final Set<DamagedItem> items = ConcurrentHashMap.newKeySet();

  private record DamagedItem(UUID tableId, ItemKey key) {}

  boolean contains(UUID tableId, ItemKey key) {
    return items.contains(new DamagedItem(tableId, key));
  }

  void add(UUID tableId, ItemKey key) {
    if (items.size() < MAX_ITEMS) {
      items.add(new DamagedItem(tableId, key));
    }
  }
}
