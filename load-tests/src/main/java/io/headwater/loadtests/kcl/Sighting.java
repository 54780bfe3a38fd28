package io.headwater.loadtests.kcl;

import org.jspecify.annotations.Nullable;

/**
 * That a record processor of a consumer was handed a record; a line between the two processes.
 *
 * @param processor distinguishes the record processors of one consumer, each of which begins at a
 *     checkpoint
 * @param key of the item that changed
 * @param version that the change gave to the item
 */
record Sighting(int processor, String key, long version) {
  private static final String MARK = "seen";

  String toLine() {
    return MARK + " " + processor + " " + key + " " + version;
  }

  /** The sighting that a line tells of; null if it is some other line. */
  static @Nullable Sighting fromLine(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != 4 || !fields[0].equals(MARK)) {
      return null;
    }
    return new Sighting(Integer.parseInt(fields[1]), fields[2], Long.parseLong(fields[3]));
  }
}
