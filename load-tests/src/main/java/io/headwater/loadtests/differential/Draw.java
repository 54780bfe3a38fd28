package io.headwater.loadtests.differential;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The random choices of one operation or history: the same seed gives the same choices. */
final class Draw {
  private final SplittableRandom random;

  private Draw(SplittableRandom random) {
    this.random = random;
  }

  /** The choices of one thing, such as the operation with this number in the run of this seed. */
  static Draw of(long seed, long number) {
    return new Draw(new SplittableRandom(new SplittableRandom(seed).nextLong() ^ number));
  }

  /** A seed for what belongs to this. */
  long seed() {
    return random.nextLong();
  }

  /** True once in {@code count} times. */
  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  /** A number from 0 to {@code bound}, exclusive. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A number between both, inclusive. */
  int between(int min, int max) {
    return random.nextInt(min, max + 1);
  }

  <T> T from(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T from(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** The result of one of these, and only that one is asked. */
  @SafeVarargs
  final <T> T anyOf(Supplier<? extends T>... choices) {
    return choices[random.nextInt(choices.length)].get();
  }
}
