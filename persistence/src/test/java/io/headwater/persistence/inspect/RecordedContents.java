package io.headwater.persistence.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A check that finds nothing, and keeps what it was shown. */
final class RecordedContents implements ContentCheck {
  final List<String> shown = new ArrayList<>();
  boolean ended;

  @Override
  public void log(String logId, long lowestNr, long highestNr) {
    shown.add("log %s %d-%d".formatted(logId, lowestNr, highestNr));
  }

  @Override
  public void logEntry(String logId, long nr, byte[] bytes) {
    shown.add("entry %s %d: %d bytes".formatted(logId, nr, bytes.length));
  }

  @Override
  public void row(byte[] key, byte[] value) {
    shown.add("row %02x: %d bytes".formatted(key[0], value.length));
  }

  @Override
  public void end() {
    ended = true;
  }

  @Override
  public SequencedMap<String, Long> counts() {
    var counts = new LinkedHashMap<String, Long>();
    counts.put("shown", (long) shown.size());
    return counts;
  }
}
