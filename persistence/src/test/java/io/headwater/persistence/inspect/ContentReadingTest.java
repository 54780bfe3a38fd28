package io.headwater.persistence.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentReadingTest {
  private final Findings findings = new Findings();
  private final ContentReading reading =
      new ContentReading(findings, new RecordedContents(), (_, _) -> {}, 1);

  @Test
  void end_logsWithoutAGap_findsNothing() {
    reading.log("a", 3, 4);
    reading.log("b", 8, 7);
    reading.logEntry("a", 3, new byte[1]);
    reading.logEntry("a", 4, new byte[1]);
    reading.end();

    assertThat(findings.first()).isEmpty();
  }

  @Test
  void logEntry_behindAGap_isFound() {
    reading.log("a", 1, 3);
    reading.logEntry("a", 1, new byte[1]);
    reading.logEntry("a", 3, new byte[1]);
    reading.end();

    assertThat(findings.first()).containsExactly("Log a goes on with entry 3 where 2 should be");
  }

  @Test
  void end_logThatEndsEarly_isFound() {
    reading.log("a", 1, 3);
    reading.logEntry("a", 1, new byte[1]);
    reading.end();

    assertThat(findings.first()).containsExactly("Log a ends before entry 2, its last is 3");
  }

  @Test
  void logEntry_ofNoLog_isFound() {
    reading.logEntry("a", 1, new byte[1]);

    assertThat(findings.first()).containsExactly("Entry 1 of log a, which there is not");
  }

  @Test
  void findings_many_areCountedAndTheFirstKept() {
    for (int i = 0; i < 250; i++) {
      findings.add("finding " + i);
    }

    assertThat(findings.count()).isEqualTo(250);
    assertThat(findings.first()).hasSize(100).startsWith("finding 0").endsWith("finding 99");
  }
}
