package io.headwater.loadtests.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The kernel's texts, as Linux 6 writes them. */
final class ProcessFiguresTest {
  private static final String IO =
      """
      rchar: 4292
      wchar: 200
      syscr: 13
      syscw: 2
      read_bytes: 8192
      write_bytes: 409600
      cancelled_write_bytes: 9600
      """;

  @Test
  void writtenBytes_someCutOffAgain_countsTheRest() {
    assertThat(ProcessFigures.writtenBytes(IO)).isEqualTo(400_000);
  }

  @Test
  void writtenBytes_notTold_throws() {
    assertThatThrownBy(() -> ProcessFigures.writtenBytes("rchar: 1\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write_bytes:");
  }

  @Test
  void residentBytes_kilobytes_areBytes() {
    String status = "Name:\tjava\nVmHWM:\t  300000 kB\nVmRSS:\t  250000 kB\n";

    assertThat(ProcessFigures.residentBytes(status)).isEqualTo(250_000L * 1024);
  }

  @Test
  void anonymousBytes_kilobytes_areBytes() {
    String status = "VmRSS:\t  250000 kB\nRssAnon:\t  150000 kB\nRssFile:\t  100000 kB\n";

    assertThat(ProcessFigures.anonymousBytes(status)).isEqualTo(150_000L * 1024);
  }

  @Test
  void threadName_withBlanksAndBrackets_isWhole() {
    assertThat(ProcessFigures.threadName("17 (C2 CompilerThre) S 1")).isEqualTo("C2 CompilerThre");
    assertThat(ProcessFigures.threadName("17 (a (b) c-12) S 1")).isEqualTo("a (b) c-12");
  }

  @Test
  void cpuTime_ticks_addsUserAndSystem() {
    String stat = "17 (a) b) S 1 2 3 0 -1 4194304 10 0 0 0 150 25 0 0 20 0 40 0 12345";

    assertThat(ProcessFigures.cpuTime(stat)).isEqualTo(Duration.ofMillis(1_750));
  }
}
