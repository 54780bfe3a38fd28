package io.headwater.loadtests.kcl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SightingsTest {
  private final Sightings sightings = new Sightings();

  @Test
  void versionsInOrder_ofTwoItems_areRight() {
    see(1, 1, "a", 1, 2);
    see(1, 2, "b", 1);
    see(1, 1, "a", 3);

    assertThat(sightings.violations(Map.of("a", 3L, "b", 1L))).isEmpty();
    assertThat(sightings.firstSightings()).isEqualTo(4);
  }

  @Test
  void versionsSeenAgain_byAnotherProcessor_areCountedAndRight() {
    see(1, 1, "a", 1, 2, 3);
    see(1, 2, "a", 2, 3, 4);
    see(2, 1, "a", 3, 4, 5);

    assertThat(sightings.violations(Map.of("a", 5L))).isEmpty();
    assertThat(sightings.repeated()).isEqualTo(4);
  }

  @Test
  void versionLeftOut_isReported() {
    see(1, 1, "a", 1, 3);

    assertThat(sightings.violations(Map.of("a", 3L)))
        .containsExactly("consumer 1 saw version 3 of a after 1");
  }

  @Test
  void versionLeftOut_betweenTwoConsumers_isReported() {
    see(1, 1, "a", 1);
    see(2, 1, "a", 3);

    assertThat(sightings.violations(Map.of("a", 3L)))
        .containsExactly("consumer 2 saw version 3 of a, none saw 2");
  }

  @Test
  void versionsSeenAgain_outOfOrder_areReported() {
    see(1, 1, "a", 1, 2, 3);
    see(2, 1, "a", 2, 1);

    assertThat(sightings.violations(Map.of("a", 3L)))
        .containsExactly("consumer 2 saw version 1 of a after 2");
  }

  @Test
  void versionNeverSeen_isReported() {
    see(1, 1, "a", 1);

    assertThat(sightings.violations(Map.of("a", 2L, "b", 1L)))
        .containsExactlyInAnyOrder(
            "a has 2 versions, seen were 1", "b has 1 versions, seen were 0");
  }

  @Test
  void await_whatIsThere_isTrueAndElseFalse() throws InterruptedException {
    see(1, 1, "a", 1);

    assertThat(sightings.await(1, 10_000)).isTrue();
    assertThat(sightings.await(2, 1)).isFalse();
  }

  @Test
  void line_ofASighting_isReadAgain() {
    var sighting = new Sighting(3, "item-7", 12);

    assertThat(Sighting.fromLine(sighting.toLine())).isEqualTo(sighting);
    assertThat(Sighting.fromLine("something else")).isNull();
  }

  private void see(int consumer, int processor, String key, long... versions) {
    for (long version : versions) {
      sightings.add(consumer, new Sighting(processor, key, version));
    }
  }
}
