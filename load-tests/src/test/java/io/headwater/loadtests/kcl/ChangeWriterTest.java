package io.headwater.loadtests.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ChangeWriterTest {
  @Test
  void versions_ofAllItems_areAsManyAsTheRecords() {
    var options = new KclOptions(107, 10, 3, Duration.ofSeconds(1));

    int sum = IntStream.range(0, 10).map(i -> ChangeWriter.versions(options, i)).sum();

    assertThat(sum).isEqualTo(107);
    assertThat(ChangeWriter.versions(options, 0)).isEqualTo(11);
    assertThat(ChangeWriter.versions(options, 9)).isEqualTo(10);
  }
}
