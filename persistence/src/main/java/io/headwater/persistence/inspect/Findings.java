package io.headwater.persistence.inspect;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a directory: the first findings, and how many there are. */
public final class Findings {
  /** So many are kept; more would say the same again. */
  static final int MAX_KEPT = 100;

  private final List<String> first = new ArrayList<>();
  private long count;

  public void add(String finding) {
    count++;
    if (first.size() < MAX_KEPT) {
      first.add(finding);
    }
  }

  /** The first of them, in the order in which they were found. */
  public List<String> first() {
    return List.copyOf(first);
  }

  public long count() {
    return count;
  }
}
