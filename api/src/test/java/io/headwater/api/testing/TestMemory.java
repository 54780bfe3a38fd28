package io.headwater.api.testing;

import io.headwater.api.memory.MemoryBudget;
import io.headwater.api.memory.Reservation;

/** Reservations for tests of what needs memory but is not about its limit. */
public final class TestMemory {
  private TestMemory() {}

  public static Reservation unlimited() {
    return new MemoryBudget(Long.MAX_VALUE).open();
  }
}
