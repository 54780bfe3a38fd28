package io.headwater.persistence.inspect;

/** Hears how far a long work is. */
@FunctionalInterface
public interface Progress {
  /**
   * Called often.
   *
   * @param step what is done now
   * @param share of all steps, from 0 to 1
   */
  void at(String step, double share);
}
