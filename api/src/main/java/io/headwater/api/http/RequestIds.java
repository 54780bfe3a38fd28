package io.headwater.api.http;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes the ids that name a request in answers: 52 characters of 5 random bits each. */
final class RequestIds {
  private static final int LENGTH = 52;
  private static final int BITS_PER_CHARACTER = 5;
  private static final int CHARACTERS_PER_LONG = 12;
  private static final char[] ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUV".toCharArray();

  private final Supplier<RandomGenerator> random;

  /** {@code random} gives each thread a generator that it may use alone. */
  RequestIds(Supplier<RandomGenerator> random) {
    this.random = random;
  }

  String next() {
    RandomGenerator generator = random.get();
    var characters = new char[LENGTH];
    long bits = 0;
    for (int i = 0; i < LENGTH; i++) {
      if (i % CHARACTERS_PER_LONG == 0) {
        bits = generator.nextLong();
      }
      characters[i] = ALPHABET[(int) bits & (ALPHABET.length - 1)];
      bits >>>= BITS_PER_CHARACTER;
    }
    return new String(characters);
  }
}
