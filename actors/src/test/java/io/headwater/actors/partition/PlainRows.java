package io.headwater.actors.partition;

import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.RowRead;
import io.headwater.persistence.store.StoreCorruptionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows in a plain map on which batches are decided, and some of which may be damaged. */
final class PlainRows {
  private final Map<Bytes, byte[]> rows = new HashMap<>();
  private final Set<Bytes> damaged = new HashSet<>();

  void put(byte[] key, byte[] value) {
    rows.put(Bytes.copyOf(key), value);
  }

  void damage(byte[] key) {
    damaged.add(Bytes.copyOf(key));
  }

  void clear() {
    rows.clear();
    damaged.clear();
  }

  /** The values by key, those of damaged rows included. */
  Map<Bytes, byte[]> contents() {
    return rows;
  }

  /** Decides a batch without bounds; nothing is applied. */
  BatchDecision decide(PartitionDefinition definition, List<Write> writes) {
    return decide(definition, writes, Long.MAX_VALUE);
  }

  /** Decides as much of a batch as the bound allows; nothing is applied. */
  BatchDecision decide(PartitionDefinition definition, List<Write> writes, long maxBytes) {
    var needed = new BatchRows(definition, writes);
    var read = read(needed.keys(), BatchDecider.maxReadBytes(definition, maxBytes));
    return new BatchDecider(definition, writes, needed, read, Instant.EPOCH, maxBytes).decide();
  }

  private List<RowRead> read(List<byte[]> keys, long maxBytes) {
    var read = new ArrayList<RowRead>();
    long bytes = 0;
    for (byte[] key : keys) {
      read.add(read(key));
      bytes += read.getLast().sizeBytes();
      if (bytes >= maxBytes) {
        break;
      }
    }
    return read;
  }

  private RowRead read(byte[] key) {
    byte @Nullable [] value = rows.get(Bytes.copyOf(key));
    return damaged.contains(Bytes.copyOf(key))
        ? RowRead.damaged(new StoreCorruptionException("damaged by the test").ofRow(key))
        : RowRead.of(value);
  }

  void apply(BatchDecision decision) {
    var touched = new HashSet<Bytes>();
    for (RowChange change : decision.rowChanges()) {
      var key = Bytes.copyOf(change.key());
      if (!touched.add(key)) {
        throw new AssertionError("a row is changed twice in a commit");
      }
      if (damaged.contains(key)) {
        throw new AssertionError("a damaged row is changed");
      }
      byte[] value = change.value();
      if (value == null) {
        rows.remove(key);
      } else {
        rows.put(key, value);
      }
    }
  }
}
