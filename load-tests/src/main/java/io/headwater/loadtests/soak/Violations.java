package io.headwater.loadtests.soak;

import java.util.ArrayList;
import java.util.List;

/** What was seen and must not be, from any thread. */
final class Violations {
  /** One fault can show in every item; the first few tell enough. */
  private static final int MAX_KEPT = 50;

  private final List<String> kept = new ArrayList<>();
  private long count;

  synchronized void add(String violation) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(violation);
    }
  }

  synchronized boolean isEmpty() {
    return count == 0;
  }

  synchronized List<String> list() {
    var all = new ArrayList<>(kept);
    if (count > MAX_KEPT) {
      all.add("... and " + (count - MAX_KEPT) + " more");
    }
    return all;
  }
}
