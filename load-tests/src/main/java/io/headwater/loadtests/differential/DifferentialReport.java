package io.headwater.loadtests.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run found: how often each operation and each known difference came, and the rest. */
public final class DifferentialReport {
  private final Map<String, Integer> countOfOperation = new TreeMap<>();
  private final Map<String, Integer> failuresOfOperation = new TreeMap<>();
  private final Map<String, Integer> countOfKnownDifference = new TreeMap<>();
  private final List<String> unexplained = new ArrayList<>();

  void countOperation(String operation, boolean isSuccess) {
    countOfOperation.merge(operation, 1, Integer::sum);
    failuresOfOperation.merge(operation, isSuccess ? 0 : 1, Integer::sum);
  }

  void countKnownDifference(KnownDifference difference) {
    countOfKnownDifference.merge(difference.id(), 1, Integer::sum);
  }

  void addUnexplained(String description) {
    unexplained.add(description);
  }

  public int operationCount() {
    return countOfOperation.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The differences that nothing explains, each with all that is needed to see it again. */
  public List<String> unexplained() {
    return List.copyOf(unexplained);
  }

  /** The known differences that never came: entries that may not be needed any more. */
  public List<String> unseenKnownDifferences() {
    return KnownDifferences.ALL.stream()
        .map(KnownDifference::id)
        .filter(id -> !countOfKnownDifference.containsKey(id))
        .toList();
  }

  /** The counts, one a line. */
  public List<String> summary() {
    var lines = new ArrayList<String>();
    lines.add("%-60s %8s %8s".formatted("operation", "count", "refused"));
    countOfOperation.forEach((operation, count) ->
        lines.add("%-60s %8d %8d".formatted(operation, count, failuresOfOperation.get(operation))));
    lines.add("%-60s %8s".formatted("known difference", "count"));
    countOfKnownDifference.forEach((id, count) -> lines.add("%-60s %8d".formatted(id, count)));
    return lines;
  }
}
