package io.headwater.loadtests.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The crash test's own judgement: it must neither overlook a loss nor invent one. */
final class LedgerTest {
  private final Violations violations = new Violations();
  private final Ledger ledger = new Ledger(violations);

  @Test
  void settle_acknowledgedWriteIsThere_isFine() {
    acknowledge("a", 1);
    acknowledge("a", 2);

    ledger.settle(Map.of("a", 2L));

    assertThat(violations.list()).isEmpty();
    assertThat(ledger.history("a").settled()).containsExactly(1L, 2L);
  }

  @Test
  void settle_acknowledgedWriteIsMissing_isAViolation() {
    acknowledge("a", 1);
    acknowledge("a", 2);

    ledger.settle(Map.of("a", 1L));

    assertThat(violations.list()).singleElement().asString().contains("version 2 was acknowledged");
  }

  @Test
  void settle_acknowledgedItemIsMissing_isAViolation() {
    acknowledge("a", 1);

    ledger.settle(Map.of());

    assertThat(violations.list()).hasSize(1);
  }

  @Test
  void settle_writeUnderWay_mayHaveHappenedOrNot() {
    acknowledge("a", 1);
    ledger.history("a").sent(2);
    acknowledge("b", 1);
    ledger.history("b").sent(2);

    ledger.settle(Map.of("a", 1L, "b", 2L));

    assertThat(violations.list()).isEmpty();
    assertThat(ledger.history("a").settled()).containsExactly(1L);
    assertThat(ledger.history("b").settled()).containsExactly(1L, 2L);
    assertThat(ledger.report(1).survived()).isEqualTo(1);
    assertThat(ledger.report(1).unknown()).isEqualTo(2);
  }

  @Test
  void settle_writeUnderWayBelowAnAcknowledgedOne_happened() {
    ledger.history("counter").sent(1);
    acknowledge("counter", 2); // Only possible on top of version 1.

    ledger.settle(Map.of("counter", 2L));

    assertThat(violations.list()).isEmpty();
    assertThat(ledger.history("counter").settled()).containsExactly(1L, 2L);
  }

  @Test
  void settle_versionThatNobodySent_isAViolation() {
    acknowledge("a", 1);

    ledger.settle(Map.of("a", 7L));

    assertThat(violations.list()).hasSize(1);
  }

  @Test
  void settle_itemThatNobodyWrote_isAViolation() {
    ledger.settle(Map.of("ghost", 1L));

    assertThat(violations.list()).singleElement().asString().contains("ghost was never written");
  }

  @Test
  void settle_refusedWriteOfOneOfTwoContenders_leavesTheOtherUnderWay() {
    ledger.history("counter").sent(1);
    ledger.history("counter").sent(1);
    ledger.history("counter").refused(1);

    ledger.settle(Map.of("counter", 1L));

    assertThat(violations.list()).isEmpty();
    assertThat(ledger.history("counter").settled()).containsExactly(1L);
  }

  @Test
  void acknowledged_sameVersionTwice_isToldApart() {
    ledger.history("counter").sent(1);
    ledger.history("counter").sent(1);

    assertThat(ledger.history("counter").acknowledged(1)).isTrue();
    assertThat(ledger.history("counter").acknowledged(1)).isFalse();
  }

  @Test
  void checkChanges_lostDoubledOrStrayRecord_isAViolation() {
    acknowledge("lost", 1);
    acknowledge("doubled", 1);
    ledger.settle(Map.of("lost", 1L, "doubled", 1L));

    ledger.checkChanges("stream", Map.of("doubled", List.of(1L, 1L), "stray", List.of(1L)));

    assertThat(violations.list())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("item lost", "[1]", "[]"))
        .anySatisfy(line -> assertThat(line).contains("item doubled", "[1, 1]"))
        .anySatisfy(line -> assertThat(line).contains("stray"));
  }

  private void acknowledge(String key, long version) {
    ledger.history(key).sent(version);
    ledger.history(key).acknowledged(version);
  }
}
