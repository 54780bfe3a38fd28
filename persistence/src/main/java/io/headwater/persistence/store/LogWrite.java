package io.headwater.persistence.store;

import java.util.List;

/**
 * What one writer adds in one step: entries that continue its log, and the row changes they stand
 * for, applied in order (the last change of a key wins).
 */
public record LogWrite(String logId, List<LogEntry> entries, List<RowChange> rowChanges) {
  public LogWrite {
    entries = List.copyOf(entries);
    rowChanges = List.copyOf(rowChanges);
  }
}
