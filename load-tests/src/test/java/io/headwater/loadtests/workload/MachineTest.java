package io.headwater.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MachineTest {
  @Test
  void describe_linux_namesProcessorAndMemory() {
    String cpuInfo = "processor\t: 0\nmodel name\t: Fast CPU @ 3.0GHz\nmodel name\t: another\n";
    String memInfo = "MemTotal:       8388608 kB\nMemFree:        1 kB\n";

    assertThat(Machine.describe(2, cpuInfo, memInfo, "Linux 6.1"))
        .isEqualTo("2 processors (Fast CPU @ 3.0GHz), 8.0 GiB of memory, Linux 6.1");
  }

  @Test
  void describe_noProcFiles_saysWhatIsKnown() {
    assertThat(Machine.describe(4, "", "", "Mac OS X 26"))
        .startsWith("4 processors (")
        .contains("an unknown amount of memory", "Mac OS X 26");
  }
}
