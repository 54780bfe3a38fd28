package io.headwater.actors.partition;

import io.headwater.actors.codec.EncodedItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one commit of a partition says. Only ever added to: an old log must stay readable. */
public sealed interface CommitRecord {
  /** Epoch milliseconds; never less than that of the commit before. */
  long committedAtMillis();

  /** The partition accepts writes from here on. */
  record Opened(long committedAtMillis, PartitionDefinition definition) implements CommitRecord {}

  /** Items changed, in this order. */
  record ItemsChanged(long committedAtMillis, List<ItemChange> changes) implements CommitRecord {
    public ItemsChanged {
      changes = List.copyOf(changes);
    }
  }

  /** The last commit of a log. */
  record Closed(long committedAtMillis) implements CommitRecord {}

  /**
   * One item put or removed.
   *
   * @param keys its key attributes
   * @param newImage null for a removal, and where no stream shows the table's changes
   * @param oldImage kept only where someone needs it
   */
  record ItemChange(
      EncodedItem keys,
      @Nullable EncodedItem newImage,
      @Nullable EncodedItem oldImage,
      boolean existedBefore,
      boolean removed) {}

  /** When a commit was made, without reading its changes. */
  static long committedAtMillis(byte[] bytes) {
    return PartitionCodec.decodeTime(bytes);
  }

  /** Reads a commit as the journal holds it. */
  static CommitRecord fromBytes(byte[] bytes) {
    return PartitionCodec.decode(bytes);
  }
}
