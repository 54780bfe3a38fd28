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

  /** What the partition knows of its table has changed; the next commits are decided by it. */
  record Redefined(long committedAtMillis, PartitionDefinition definition)
      implements CommitRecord {}

  /** The last commit of a log. */
  record Closed(long committedAtMillis) implements CommitRecord {}

  /**
   * One item put or removed.
   *
   * @param keys its key attributes
   * @param newImage null for a removal, and where neither stream nor index shows the changes
   * @param oldImage kept only where someone needs it
   * @param expired whether it was removed because its time to live was over
   */
  record ItemChange(
      EncodedItem keys,
      @Nullable EncodedItem newImage,
      @Nullable EncodedItem oldImage,
      boolean existedBefore,
      boolean removed,
      boolean expired) {}

  /** When a commit was made, without reading its changes. */
  static long committedAtMillis(byte[] bytes) {
    return PartitionCodec.decodeTime(bytes);
  }

  /** Reads a commit as the journal holds it. */
  static CommitRecord fromBytes(byte[] bytes) {
    return PartitionCodec.decode(bytes);
  }
}
