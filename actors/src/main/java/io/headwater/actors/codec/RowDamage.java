package io.headwater.actors.codec;

import io.headwater.persistence.store.StoreCorruptionException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Damage of stored rows, described for operators. A row is named by its table and the hash of its
 * key, because the key itself is the user's data.
 */
public final class RowDamage {
  private RowDamage() {}

  /** The damage with a message that names its row; as it is if it is not one row's. */
  public static StoreCorruptionException named(StoreCorruptionException damage) {
    byte[] rowKey = damage.rowKey();
    if (rowKey == null) {
      return damage;
    }
    String message =
        "Cannot read %s: %s".formatted(name(StoredRow.of(rowKey)), damage.getMessage());
    return new StoreCorruptionException(message, damage.getCause()).ofRow(rowKey);
  }

  /** The cause of a failed read; if it is the damage of a row, its message names the row. */
  public static CompletionException named(Throwable failure) {
    Throwable cause = causeOf(failure);
    return new CompletionException(
        cause instanceof StoreCorruptionException damage ? named(damage) : cause);
  }

  /** The damage that a read failed with; null if it failed with something else. */
  public static @Nullable StoreCorruptionException damageOf(Throwable failure) {
    return causeOf(failure) instanceof StoreCorruptionException damage ? damage : null;
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** The failure of an entity that cannot read its own rows, in one line for the operator. */
  public static IllegalStateException refusalToStart(String entity, @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : causeOf(failure);
    String reason =
        cause instanceof StoreCorruptionException damage
            ? named(damage).getMessage() + ". Restore the database from a backup"
            : String.valueOf(cause);
    return new IllegalStateException("Cannot start %s: %s".formatted(entity, reason), cause);
  }

  private static String name(StoredRow row) {
    return switch (row) {
      case StoredRow.Catalog _ -> "a row of the catalog";
      case StoredRow.Item(var tableId, var hash) ->
          "an item of table %s, hash %016x".formatted(tableId, hash);
      case StoredRow.LocalIndexEntry(var tableId, var index, var hash) ->
          "an entry of local secondary index %d of table %s, hash %016x"
              .formatted(index, tableId, hash);
      case StoredRow.ItemCollection(var tableId, var hash) ->
          "the size of an item collection of table %s, hash %016x".formatted(tableId, hash);
      case StoredRow.GlobalIndexEntry(var tableId, var number, var hash) ->
          "an entry of global secondary index %d of table %s, hash %016x"
              .formatted(number, tableId, hash);
      case StoredRow.IndexPartitionState(var id) -> "the state of index partition " + id;
      case StoredRow.TimeToLive(var tableId, _, var hash) ->
          "a time-to-live row of table %s, hash %016x".formatted(tableId, hash);
      case StoredRow.State(var id) -> "the state of partition " + id;
      case StoredRow.Other() -> "a row";
    };
  }
}
