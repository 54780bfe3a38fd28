package io.headwater.loadtests.soak;

import java.util.List;

/**
 * What a test of rebuilds found.
 *
 * @param killsInRebuild kills that left a rebuild which had begun and was not complete
 * @param completeStarts starts that were not killed, after which everything was read
 * @param violations empty if every complete start found everything
 */
public record RebuildReport(
    int kills, int killsInRebuild, int completeStarts, List<String> violations) {
  public RebuildReport {
    violations = List.copyOf(violations);
  }
}
