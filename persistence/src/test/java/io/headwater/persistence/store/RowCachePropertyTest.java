package io.headwater.persistence.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Readers and writers of one row, cut into steps that come in any order: a read begins, is looked
 * up in the engine, is answered; a write begins, becomes visible in the engine, is answered. No
 * read may miss what was acknowledged, or read, before it began.
 */
class RowCachePropertyTest {
  private static final byte[] KEY = {0x20};

  private final class Read {
    final CompletableFuture<byte @Nullable []> engine = new CompletableFuture<>();
    final CompletableFuture<byte @Nullable []> answer;
    final int seenBefore = seen;
    final CompletableFuture<Void> check;
    byte @Nullable [] found;

    Read() {
      answer = cache.get(KEY, () -> engine).toCompletableFuture();
      check = answer.thenAccept(value -> seen = Math.max(seen, checked(value)));
    }

    private int checked(byte @Nullable [] value) {
      int number = requireNonNull(value)[0];
      int order = orders.getOrDefault(number, 0);
      assertThat(order).as("read of %d", number).isGreaterThanOrEqualTo(seenBefore);
      return order;
    }

    /** The next step, if there is one: the cache may have answered at once. */
    boolean step() {
      if (answer.isDone()) {
        return false;
      }
      if (found == null) {
        found = inEngine;
      } else {
        engine.complete(found);
      }
      return true;
    }
  }

  private final class Write {
    final byte[] value;
    final CompletableFuture<Void> engine = new CompletableFuture<>();
    boolean visible;

    Write(int number) {
      value = new byte[] {(byte) number};
      var group = List.of(new LogWrite("log", List.of(), List.of(RowChange.put(KEY, value))));
      cache
          .write(group, () -> engine)
          .thenAccept(_ -> seen = Math.max(seen, orders.getOrDefault((int) value[0], 0)));
    }

    boolean step() {
      if (engine.isDone()) {
        return false;
      }
      if (visible) {
        engine.complete(null);
      } else {
        visible = true;
        inEngine = value;
        orders.put((int) value[0], orders.size() + 1);
      }
      return true;
    }
  }

  private RowCache cache = RowCache.ofSize(1 << 20);
  private byte[] inEngine = {0};

  /** Of each value, its place in the order in which the engine took them. */
  private final Map<Integer, Integer> orders = new HashMap<>();

  /** The latest in that order that anybody was told of. */
  private int seen;

  @Property(tries = 5_000)
  void steps_inAnyOrder_noReadFindsWhatIsOlder(
      @ForAll @Size(min = 10, max = 80) List<@IntRange(min = 0, max = 7) Integer> steps) {
    cache = RowCache.ofSize(1 << 20);
    inEngine = new byte[] {0};
    orders.clear();
    seen = 0;
    var reads = new ArrayList<Read>();
    var writes = new ArrayList<Write>();
    for (int step : steps) {
      switch (step) {
        case 0, 1 -> reads.add(new Read());
        case 2 -> writes.add(new Write(writes.size() + 1));
        case 3, 4 -> stepOne(reads.reversed(), Read::step);
        case 5 -> stepOne(reads, Read::step);
        case 6 -> stepOne(writes, Write::step);
        default -> stepOne(writes.reversed(), Write::step);
      }
    }
    for (Read read : reads) {
      if (read.check.isDone()) {
        read.check.join();
      }
    }
  }

  private static <T> void stepOne(List<T> those, Predicate<T> step) {
    for (T one : those) {
      if (step.test(one)) {
        return;
      }
    }
  }
}
