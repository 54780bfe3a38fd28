package io.headwater.loadtests.kcl;

import java.time.Duration;

/**
 * How the test with the Kinesis client library is run.
 *
 * @param records changes that are written and must be read
 * @param items over which they are spread evenly
 * @param patience without a record that was not seen before; longer, and the test has failed
 */
public record KclOptions(int records, int items, int writers, Duration patience) {
  public KclOptions {
    if (items < writers || records < items) {
      throw new IllegalArgumentException(
          "There must be an item for each writer and a record for each item");
    }
  }
}
