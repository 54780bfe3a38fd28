package io.headwater.actors.expression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The forms of texts that were read before. Clients send the same few texts with other values again
 * and again. A text that is refused is not kept, and is refused anew each time.
 *
 * <p>There are two generations. A text that is asked for moves into the young one; when that is
 * full, it becomes the old one, and what the old one had is forgotten. So what is in use stays, and
 * the length of all texts together never exceeds twice {@link #MAX_GENERATION_LENGTH}. Safe for use
 * by several threads, and only a text's first use in a generation takes a lock.
 */
final class SyntaxCache<T> {
  /** Characters of all texts in one generation; a tree takes up to 60 bytes for each. */
  static final int MAX_GENERATION_LENGTH = 1 << 16;

  private final Function<String, T> reader;
  private volatile Map<String, T> young = new ConcurrentHashMap<>();
  private volatile Map<String, T> old = Map.of();

  /** Guarded by this object's lock. */
  private int youngLength;

  /**
   * Makes an empty one.
   *
   * @param reader a pure function of the text, which throws where it refuses it
   */
  SyntaxCache(Function<String, T> reader) {
    this.reader = reader;
  }

  T get(String text) {
    @Nullable T known = young.get(text);
    if (known != null) {
      return known;
    }
    known = old.get(text);
    T syntax = known != null ? known : reader.apply(text);
    keep(text, syntax);
    return syntax;
  }

  private synchronized void keep(String text, T syntax) {
    if (youngLength + text.length() > MAX_GENERATION_LENGTH) {
      old = young;
      young = new ConcurrentHashMap<>();
      youngLength = 0;
    }
    if (young.putIfAbsent(text, syntax) == null) {
      youngLength += text.length();
    }
  }
}
