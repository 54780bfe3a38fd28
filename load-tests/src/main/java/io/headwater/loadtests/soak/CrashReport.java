package io.headwater.loadtests.soak;

import java.util.List;

/**
 * What a crash test saw.
 *
 * @param acknowledged writes that were answered with success before a crash
 * @param unknown writes whose outcome a crash left open
 * @param survived those of them that turned out to have happened
 * @param violations empty if everything acknowledged was kept, once and in order
 */
public record CrashReport(
    int crashes, long acknowledged, long unknown, long survived, List<String> violations) {
  public CrashReport {
    violations = List.copyOf(violations);
  }
}
