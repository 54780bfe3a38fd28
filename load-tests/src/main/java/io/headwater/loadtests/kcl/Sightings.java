package io.headwater.loadtests.kcl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that consumers have seen, and whether it was in order. An item's versions are 1, 2, 3 and so
 * on, one record for each. A record processor may be told again what another one saw after the last
 * checkpoint, but from wherever it begins, it must be told of each version after the one before.
 * For any threads.
 */
final class Sightings {
  /** One fault can show in every item; the first few tell enough. */
  private static final int MAX_VIOLATIONS_KEPT = 20;

  private final Map<String, Long> highestOfKey = new HashMap<>();
  private final Map<Place, Long> lastOfPlace = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private long firstSightings;
  private long repeated;
  private long violationCount;

  /** An item as one record processor of one consumer sees it. */
  private record Place(int consumer, int processor, String key) {}

  /**
   * Takes note of what a consumer saw, in the order in which it did.
   *
   * @param consumer the number of the consumer's process
   */
  synchronized void add(int consumer, Sighting sighting) {
    String key = sighting.key();
    long version = sighting.version();
    long highest = highestOfKey.getOrDefault(key, 0L);
    Long last = lastOfPlace.put(new Place(consumer, sighting.processor(), key), version);
    if (last != null && version != last + 1) {
      violate("consumer " + consumer + " saw version " + version + " of " + key + " after " + last);
    } else if (version > highest + 1) {
      violate(
          "consumer %d saw version %d of %s, none saw %d"
              .formatted(consumer, version, key, highest + 1));
    }
    if (version > highest) {
      highestOfKey.put(key, version);
      firstSightings++;
      notifyAll();
    } else {
      repeated++;
    }
  }

  private void violate(String violation) {
    violationCount++;
    if (violations.size() < MAX_VIOLATIONS_KEPT) {
      violations.add(violation);
    }
  }

  /** Records seen, each counted once. */
  synchronized long firstSightings() {
    return firstSightings;
  }

  /** Records seen once more. */
  synchronized long repeated() {
    return repeated;
  }

  /**
   * Waits until so many records were seen.
   *
   * @return false if for {@code patienceMillis} none was seen that was new
   */
  synchronized boolean await(long records, long patienceMillis) throws InterruptedException {
    while (firstSightings < records) {
      long before = firstSightings;
      long endNanos = System.nanoTime() + patienceMillis * 1_000_000;
      while (firstSightings == before) {
        long leftMillis = (endNanos - System.nanoTime()) / 1_000_000;
        if (leftMillis <= 0) {
          return false;
        }
        wait(leftMillis);
      }
    }
    return true;
  }

  /**
   * What was wrong, once all should have been seen.
   *
   * @param versionsOfKey the last version of each item
   */
  synchronized List<String> violations(Map<String, Long> versionsOfKey) {
    versionsOfKey.forEach((key, versions) -> {
      long highest = highestOfKey.getOrDefault(key, 0L);
      if (highest != versions) {
        violate("%s has %d versions, seen were %d".formatted(key, versions, highest));
      }
    });
    var all = new ArrayList<>(violations);
    if (violationCount > MAX_VIOLATIONS_KEPT) {
      all.add("... and " + (violationCount - MAX_VIOLATIONS_KEPT) + " more");
    }
    return all;
  }
}
