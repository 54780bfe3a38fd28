package io.headwater.actors.codec;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of partitions. They begin with their table's id, so all that is kept under a table's
 * partitions is found without its definition. No id is used again.
 *
 * <pre>
 *   partition         table id, 32 hexadecimal digits | - | number
 *   index partition   table id, 32 hexadecimal digits | -g | index number | - | number
 * </pre>
 */
public final class PartitionIds {
  private static final int HALF_DIGITS = 16;
  private static final Pattern ID = Pattern.compile("([0-9a-f]{16})([0-9a-f]{16})-(?:g(\\d+)-)?.+");

  private PartitionIds() {}

  /** The beginning of the ids of a table's partitions and of those of its indexes. */
  public static String prefix(UUID tableId) {
    return tableId.toString().replace("-", "") + "-";
  }

  /** The beginning of the ids of a global secondary index's partitions. */
  public static String indexPrefix(UUID tableId, int indexNumber) {
    return prefix(tableId) + "g" + indexNumber + "-";
  }

  /** Returns the table of a partition or index partition; null if the id has another form. */
  public static @Nullable UUID tableId(String partitionId) {
    Matcher id = ID.matcher(partitionId);
    return id.matches()
        ? new UUID(
            Long.parseUnsignedLong(id.group(1), HALF_DIGITS),
            Long.parseUnsignedLong(id.group(2), HALF_DIGITS))
        : null;
  }
}
