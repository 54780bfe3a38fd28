package io.headwater.loadtests.soak;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Every write that was sent, by item, and what became of it. Safe for many writers. */
final class Ledger {
  private final Map<String, ItemHistory> historyOfKey = new ConcurrentHashMap<>();
  private final Violations violations;

  /** Set when a crash begins: an answer that comes later may be of a write that is lost. */
  private volatile boolean isClosed;

  /** Counts down to the least number of successes that a load must have. */
  private volatile CountDownLatch missing = new CountDownLatch(0);

  private long acknowledgedCount;
  private long unknownCount;
  private long survivedCount;

  Ledger(Violations violations) {
    this.violations = violations;
  }

  ItemHistory history(String key) {
    return historyOfKey.computeIfAbsent(key, _ -> new ItemHistory());
  }

  void close() {
    isClosed = true;
  }

  /** A load begins. */
  void open(int minAcknowledged) {
    isClosed = false;
    missing = new CountDownLatch(minAcknowledged);
  }

  /** A write of this load was answered with success. */
  void countAcknowledged() {
    missing.countDown();
  }

  /** Waits until the load had its least number of successes; false if it does not in time. */
  boolean awaitAcknowledged(Duration deadline) throws InterruptedException {
    return missing.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  boolean isClosed() {
    return isClosed;
  }

  /** Holds the versions that the items have after a crash against what was acknowledged. */
  void settle(Map<String, Long> actualVersions) {
    actualVersions.keySet().stream()
        .filter(key -> !historyOfKey.containsKey(key))
        .forEach(key -> violations.add("item " + key + " was never written"));
    historyOfKey.forEach((key, history) -> {
      long actual = actualVersions.getOrDefault(key, 0L);
      var settlement = history.settle(actual);
      acknowledgedCount += settlement.acknowledged();
      unknownCount += settlement.unknown();
      survivedCount += settlement.survived();
      if (!settlement.isPossible()) {
        violations.add(
            "item %s has version %d; version %d was acknowledged"
                .formatted(key, actual, settlement.lastKnown()));
      }
    });
  }

  /** Holds what a reader of changes saw, in order, against what happened: once each, no other. */
  void checkChanges(String reader, Map<String, List<Long>> seenVersions) {
    seenVersions.keySet().stream()
        .filter(key -> !historyOfKey.containsKey(key))
        .forEach(key -> violations.add("the " + reader + " tells of " + key + ", never written"));
    historyOfKey.forEach((key, history) -> {
      List<Long> seen = seenVersions.getOrDefault(key, List.of());
      if (!history.settled().equals(seen)) {
        violations.add(
            "item %s had versions %s, the %s tells of %s"
                .formatted(key, history.settled(), reader, seen));
      }
    });
  }

  /** How many changes happened, over all items. */
  long settledCount() {
    return historyOfKey.values().stream().mapToLong(history -> history.settled().size()).sum();
  }

  CrashReport report(int crashes) {
    return new CrashReport(
        crashes, acknowledgedCount, unknownCount, survivedCount, violations.list());
  }
}
