package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.actors.partition.CommitRecord.ItemsChanged;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Durability;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts into a store what a partition and its journal would, without an actor system. */
public final class StoredCommits {
  private static final int ENTRY_VERSION = 1;
  private static final int NOTHING = 0;
  private static final int EVENT = 1;
  private static final int SERIALIZER = 7001;

  private final Store store;
  private final String partitionId;
  private PartitionState state;

  /** Opens a partition, with a stream if there is a view type. */
  public StoredCommits(
      Store store, String partitionId, @Nullable StreamViewType viewType, long millis) {
    this.store = store;
    this.partitionId = partitionId;
    var schema = new KeySchema(new KeyAttribute("id", AttributeType.N), null);
    var definition = PartitionDefinition.first(new UUID(1, 2), 3, schema, List.of(), viewType);
    this.state = PartitionState.opened(definition, 1, millis);
    write(entry(new CommitRecord.Opened(millis, definition)));
  }

  public String logId() {
    return PartitionActor.persistenceId(partitionId).id();
  }

  public long lastCommit() {
    return state.lastCommit();
  }

  /** Commits the insertion of an item that has the commit's number for its id. */
  public void commit(long millis) {
    long nr = next(millis, true);
    var item = EncodedItem.of(new Item(Map.of("id", new AttributeValue.N(BigDecimal.valueOf(nr)))));
    var change = new ItemChange(item, item, null, false, false, false);
    write(entry(new ItemsChanged(state.lastCommitMillis(), List.of(change))));
  }

  public void close(long millis) {
    next(millis, false);
    write(entry(new CommitRecord.Closed(state.lastCommitMillis())));
  }

  /** Fills a number under which the journal rejected an event; a commit follows it. */
  public void reject(long millis) {
    next(millis, true);
    write(new byte[] {ENTRY_VERSION, NOTHING});
  }

  private long next(long millis, boolean open) {
    long nr = state.lastCommit() + 1;
    long committedAtMillis = Math.max(millis, state.lastCommitMillis());
    state =
        new PartitionState(
            state.definition(), open, nr, committedAtMillis, 0, 0, state.indexStatistics(), 1);
    return nr;
  }

  private void write(byte[] entry) {
    var row = RowChange.put(RowKeys.partitionState(partitionId), state.toBytes());
    var entries = List.of(new LogEntry(state.lastCommit(), entry));
    store
        .write(List.of(new LogWrite(logId(), entries, List.of(row))), Durability.BUFFERED)
        .toCompletableFuture()
        .join();
  }

  /** A journal entry as persistence's README draws it, with empty texts. */
  private static byte[] entry(CommitRecord commit) {
    byte[] event = PartitionCodec.encode(commit);
    return ByteBuffer.allocate(24 + event.length)
        .put((byte) ENTRY_VERSION)
        .put((byte) EVENT)
        .putLong(commit.committedAtMillis())
        .putShort((short) 0)
        .putShort((short) 0)
        .putInt(SERIALIZER)
        .putShort((short) 0)
        .putInt(event.length)
        .put(event)
        .array();
  }
}
