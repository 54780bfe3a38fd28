package io.headwater.actors.catalog;

import io.headwater.actors.catalog.Catalog.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/** The views that follow the catalog, and what waits until all of them have seen a version. */
final class CatalogSubscribers {
  private final Map<ActorRef<Update>, Long> seenVersions = new HashMap<>();
  private final TreeMap<Long, ArrayList<Runnable>> waiting = new TreeMap<>();

  void add(ActorRef<Update> subscriber) {
    seenVersions.put(subscriber, 0L);
  }

  void remove(ActorRef<Update> subscriber) {
    seenVersions.remove(subscriber);
    runReady();
  }

  void publish(Update update) {
    seenVersions.keySet().forEach(subscriber -> subscriber.tell(update));
  }

  void seen(ActorRef<Update> subscriber, long version) {
    seenVersions.computeIfPresent(subscriber, (_, known) -> Math.max(known, version));
    runReady();
  }

  /** Runs the action once every present subscriber has seen the version. */
  void whenSeen(long version, Runnable action) {
    waiting.computeIfAbsent(version, _ -> new ArrayList<>()).add(action);
    runReady();
  }

  private void runReady() {
    long seenByAll =
        seenVersions.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    while (!waiting.isEmpty() && waiting.firstKey() <= seenByAll) {
      waiting.pollFirstEntry().getValue().forEach(Runnable::run);
    }
  }
}
