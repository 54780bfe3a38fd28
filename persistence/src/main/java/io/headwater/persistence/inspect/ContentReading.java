package io.headwater.persistence.inspect;

import io.headwater.persistence.store.InspectedIndex;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sees all that an index stands for: counts it, and checks that no log has a gap. */
final class ContentReading implements InspectedIndex.Visitor {
  private final Findings findings;
  private final ContentCheck check;
  private final Progress progress;
  private final double allBytes;
  private final Map<String, Log> logs = new HashMap<>();
  private long entries;
  private long rows;
  private long liveBytes;

  /** Where a log stands, and the number that its next entry must have. */
  private static final class Log {
    final long highestNr;
    long nextNr;

    Log(long lowestNr, long highestNr) {
      this.highestNr = highestNr;
      this.nextNr = lowestNr;
    }
  }

  ContentReading(Findings findings, ContentCheck check, Progress progress, long allBytes) {
    this.findings = findings;
    this.check = check;
    this.progress = progress;
    this.allBytes = Math.max(1, allBytes);
  }

  @Override
  public void log(String logId, long lowestNr, long highestNr) {
    if (lowestNr < 1 || lowestNr > highestNr + 1) {
      findings.add("Log %s is said to go from %d to %d".formatted(logId, lowestNr, highestNr));
    }
    logs.put(logId, new Log(lowestNr, highestNr));
    read(logId.length() + 2L * Long.BYTES);
    attempt(() -> check.log(logId, lowestNr, highestNr));
  }

  @Override
  public void logEntry(String logId, long nr, byte[] bytes) {
    entries++;
    Log log = logs.get(logId);
    if (log == null) {
      findings.add("Entry %d of log %s, which there is not".formatted(nr, logId));
    } else {
      if (nr != log.nextNr) {
        findings.add(
            "Log %s goes on with entry %d where %d should be".formatted(logId, nr, log.nextNr));
      }
      log.nextNr = nr + 1;
    }
    read(logId.length() + (long) bytes.length);
    attempt(() -> check.logEntry(logId, nr, bytes));
  }

  @Override
  public void row(byte[] key, byte[] value) {
    rows++;
    read((long) key.length + value.length);
    attempt(() -> check.row(key, value));
  }

  @Override
  public void finding(String what) {
    findings.add(what);
  }

  private void read(long moreBytes) {
    liveBytes += moreBytes + InspectedIndex.OVERHEAD_BYTES;
    progress.at("rows", Math.min(1, liveBytes / allBytes));
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      findings.add(message(e));
    }
  }

  private static String message(RuntimeException e) {
    @Nullable String message = e.getMessage();
    return message == null ? e.toString() : message;
  }

  /** To be called when everything was shown. */
  void end() {
    logs.forEach((logId, log) -> {
      if (log.nextNr != log.highestNr + 1) {
        findings.add(
            "Log %s ends before entry %d, its last is %d"
                .formatted(logId, log.nextNr, log.highestNr));
      }
    });
    attempt(check::end);
  }

  long logs() {
    return logs.size();
  }

  long entries() {
    return entries;
  }

  long rows() {
    return rows;
  }

  long liveBytes() {
    return liveBytes;
  }
}
