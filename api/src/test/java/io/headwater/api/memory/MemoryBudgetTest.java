package io.headwater.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.model.DynamoDbException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What is reserved never exceeds the budget, and comes back once. */
final class MemoryBudgetTest {
  private static final long TOTAL = 64 * 1024 * 1024;

  private final MemoryBudget budget = new MemoryBudget(TOTAL);

  @Test
  void reservation_closedTwice_isGivenBackOnce() {
    Reservation other = budget.open();
    other.add(1_000);
    Reservation reservation = budget.open();
    reservation.add(5_000);

    reservation.close();
    reservation.close();
    reservation.lowerTo(0);
    reservation.addBeyondLimit(7_000);

    assertThat(budget.reservedBytes()).isEqualTo(1_000);
    assertThatThrownBy(() -> reservation.add(1)).isInstanceOf(DynamoDbException.class);
    assertThat(budget.reservedBytes()).isEqualTo(1_000);
  }

  @Test
  void reservation_raisedAndLowered_countsTheDifference() {
    Reservation reservation = budget.open();

    reservation.raiseTo(10_000);
    reservation.raiseTo(4_000);
    assertThat(budget.reservedBytes()).isEqualTo(10_000);
    reservation.lowerTo(20_000);
    reservation.lowerTo(4_000);
    assertThat(budget.reservedBytes()).isEqualTo(4_000);
  }

  @Test
  void addAhead_laterAdds_takeThatFirst() {
    Reservation reservation = budget.open();
    reservation.add(1_000);

    reservation.addAhead(5_000);
    reservation.addAhead(3_000);
    assertThat(budget.reservedBytes()).isEqualTo(9_000);
    reservation.add(6_000);
    reservation.addBeyondLimit(1_500);
    assertThat(budget.reservedBytes()).isEqualTo(9_000);
    reservation.add(700);
    assertThat(budget.reservedBytes()).isEqualTo(9_200);
    reservation.lowerTo(2_000);
    assertThat(budget.reservedBytes()).isEqualTo(2_000);
  }

  @Test
  void addAhead_closedOrLowered_leavesNothingAhead() {
    Reservation lowered = budget.open();
    lowered.addAhead(5_000);
    lowered.lowerTo(1_000);
    lowered.add(100);
    assertThat(budget.reservedBytes()).isEqualTo(1_100);

    lowered.addAhead(5_000);
    lowered.close();
    assertThatThrownBy(() -> lowered.add(1)).isInstanceOf(DynamoDbException.class);
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void add_beyondTheLimit_isThrottledAndReservesNothing() {
    Reservation reservation = budget.open();

    assertThatThrownBy(() -> reservation.add(TOTAL))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("headwater.http.memory-share");

    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void largeRequests_anyNumber_leaveRoomForSmallerOnes() {
    for (long size : new long[] {8 << 20, 1 << 20, 128 << 10}) {
      assertThat(fillWith(size)).isPositive();
      assertThat(fillWith(size)).isZero();
    }

    assertThat(budget.reservedBytes()).isLessThanOrEqualTo(TOTAL / 8 * 7);
    assertThat(fillWith(16 << 10) * (16 << 10)).isGreaterThanOrEqualTo((int) (TOTAL / 8));
    assertThat(budget.reservedBytes()).isLessThanOrEqualTo(TOTAL);
  }

  /** Returns how many requests of a size were admitted before one was refused. */
  private int fillWith(long size) {
    var admitted = new ArrayList<Reservation>();
    while (true) {
      Reservation reservation = budget.open();
      try {
        reservation.add(size);
      } catch (DynamoDbException _) {
        return admitted.size();
      }
      admitted.add(reservation);
    }
  }
}
