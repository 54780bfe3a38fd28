package io.headwater.loadtests.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The versions that one item has had, as far as the writers know. Later versions are greater. A
 * writer that does not learn the outcome of its write leaves the item alone until the next crash.
 */
final class ItemHistory {
  private final List<Long> settled = new ArrayList<>();
  private final TreeSet<Long> acknowledged = new TreeSet<>();

  /** How many writes of a version are under way; more than one for a contested counter. */
  private final TreeMap<Long, Integer> underWay = new TreeMap<>();

  /** A write of a version is about to be sent. */
  synchronized void sent(long version) {
    underWay.merge(version, 1, Integer::sum);
  }

  /** A write was answered with success; false if that version was acknowledged before. */
  synchronized boolean acknowledged(long version) {
    refused(version);
    return acknowledged.add(version);
  }

  /** A write was refused: it did not happen. */
  synchronized void refused(long version) {
    underWay.computeIfPresent(version, (_, count) -> count == 1 ? null : count - 1);
  }

  /** The greatest version known to have happened; 0 before the first. */
  synchronized long lastVersion() {
    long last = settled.isEmpty() ? 0 : settled.getLast();
    return acknowledged.isEmpty() ? last : acknowledged.last();
  }

  /** All versions that happened before the last crash, in order. */
  synchronized List<Long> settled() {
    return List.copyOf(settled);
  }

  /**
   * Settles, after a crash, what happened: all that was acknowledged, and of what was under way all
   * that is not later than the version which the item has now.
   */
  synchronized Settlement settle(long actualVersion) {
    long last = lastVersion();
    boolean isPossible =
        actualVersion == last || (actualVersion > last && underWay.containsKey(actualVersion));
    var survived = new TreeSet<>(underWay.headMap(actualVersion, true).keySet());
    survived.removeAll(acknowledged);
    int unknownCount = underWay.values().stream().mapToInt(Integer::intValue).sum();
    int acknowledgedCount = acknowledged.size();
    acknowledged.addAll(survived);
    settled.addAll(acknowledged);
    acknowledged.clear();
    underWay.clear();
    return new Settlement(isPossible, last, acknowledgedCount, unknownCount, survived.size());
  }

  /**
   * What became of the writes since the crash before.
   *
   * @param isPossible whether the item's version is one that it may have
   * @param lastKnown the version that it must have at least
   */
  record Settlement(
      boolean isPossible, long lastKnown, int acknowledged, int unknown, int survived) {}
}
