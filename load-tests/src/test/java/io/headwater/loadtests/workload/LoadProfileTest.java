package io.headwater.loadtests.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.loadtests.rival.ProcessFigures.ThreadTime;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LoadProfileTest {
  @Test
  void largest_manyParts_areTheThreeLargestWithTheirShares() {
    assertThat(LoadProfile.largest(Map.of("a", 50L, "b", 30L, "c", 15L, "d", 5L)))
        .isEqualTo("a 50 %, b 30 %, c 15 %");
  }

  @Test
  void largest_nothing_isEmpty() {
    assertThat(LoadProfile.largest(Map.of())).isEmpty();
  }

  @Test
  void nanosOfKinds_threadsOfOneKind_areAddedUnderTheJvmsName() {
    var before = Map.of(1L, thread("headwater-pekko", 10));
    var after =
        Map.of(
            1L, thread("headwater-pekko", 15),
            2L, thread("headwater-pekko", 4),
            3L, thread("C2 CompilerThre", 7));
    var javaNames = Map.of(1L, "headwater-pekko.http-3", 2L, "headwater-pekko.http-12");

    assertThat(LoadProfile.nanosOfKinds(before, after, javaNames))
        .containsOnly(
            Map.entry("headwater-pekko.http", 9_000_000L),
            Map.entry("C2 CompilerThre", 7_000_000L));
  }

  private static ThreadTime thread(String name, long millis) {
    return new ThreadTime(name, Duration.ofMillis(millis));
  }

  @Test
  void kindOf_numberAtTheEnd_isLeftOut() {
    assertThat(LoadProfile.kindOf("GC Thread#1")).isEqualTo("GC Thread");
    assertThat(LoadProfile.kindOf("C2 CompilerThread0")).isEqualTo("C2 CompilerThread");
  }

  @Test
  void packageOf_deepClass_isCutOff() {
    assertThat(LoadProfile.packageOf("org.apache.pekko.http.impl.engine.HttpStage"))
        .isEqualTo("org.apache.pekko.http");
    assertThat(LoadProfile.packageOf("io.headwater.Main")).isEqualTo("io.headwater");
  }
}
