package io.headwater.actors.codec;

import io.headwater.actors.model.Bytes;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.Store.Direction;
import io.headwater.persistence.store.Store.RowVisitor;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows for background work, which continues after a damaged row: one damaged row must not
 * stop what is done for all others. Each damaged row is logged once.
 */
public final class IntactRows {
  private static final Logger LOG = LoggerFactory.getLogger(IntactRows.class);

  /**
   * The damaged rows that one scan passes, and the damaged rows that are remembered as logged. A
   * scan that finds more of them fails.
   */
  private static final int MAX_DAMAGED = 1_000;

  private final Store store;
  private final String work;
  private final Set<Bytes> logged = ConcurrentHashMap.newKeySet();

  /**
   * Reads of a store.
   *
   * @param work the background work, for the log, such as "Log trimming"
   */
  public IntactRows(Store store, String work) {
    this.store = store;
    this.work = work;
  }

  /**
   * Walks the rows of a range that can be read, forward, until the visitor stops it or the range
   * ends. The rows after a damaged one are as of a later moment than those before it.
   */
  public CompletionStage<Void> scan(KeyRange rows, RowVisitor visitor) {
    return scan(rows, visitor, _ -> true, MAX_DAMAGED);
  }

  /** Walks the keys of a range, forward, those of damaged rows included; false ends the walk. */
  public CompletionStage<Void> scanKeys(KeyRange rows, Predicate<byte[]> visitor) {
    return scan(rows, (key, _) -> visitor.test(key), visitor, MAX_DAMAGED);
  }

  private CompletionStage<Void> scan(
      KeyRange rows, RowVisitor visitor, Predicate<byte[]> damagedVisitor, int damagedLeft) {
    return store
        .scan(rows, Direction.FORWARD, visitor)
        .<CompletionStage<Void>>handle((_, failure) -> {
          if (failure == null) {
            return CompletableFuture.completedFuture(null);
          }
          var damage = RowDamage.damageOf(failure);
          byte[] key = damage == null ? null : damage.rowKey();
          if (damage == null || key == null || damagedLeft == 0) {
            return CompletableFuture.failedFuture(failure);
          }
          log(key, damage);
          return damagedVisitor.test(key)
              ? scan(
                  new KeyRange(KeyRange.successorOf(key), rows.to()),
                  visitor,
                  damagedVisitor,
                  damagedLeft - 1)
              : CompletableFuture.completedFuture(null);
        })
        .thenCompose(Function.identity());
  }

  /** The values of rows, in the keys' order; null for a row that is missing or damaged. */
  public CompletionStage<List<byte @Nullable []>> values(List<byte[]> keys) {
    return store
        .multiGet(keys)
        .thenApply(reads -> {
          var values = new ArrayList<byte @Nullable []>(reads.size());
          for (int i = 0; i < reads.size(); i++) {
            var damage = reads.get(i).damage();
            if (damage != null) {
              log(keys.get(i), damage);
            }
            values.add(damage == null ? reads.get(i).value() : null);
          }
          return values;
        });
  }

  /** Decodes a row; null if its bytes are malformed, which is logged like damage. */
  public <T> @Nullable T decoded(byte[] key, byte[] value, Function<byte[], T> decoder) {
    try {
      return decoder.apply(value);
    } catch (MalformedBytesException e) {
      log(key, new StoreCorruptionException(String.valueOf(e.getMessage()), e));
      return null;
    }
  }

  private void log(byte[] key, StoreCorruptionException damage) {
    if (logged.size() < MAX_DAMAGED && logged.add(Bytes.ofOwned(key))) {
      LOG.error(
          "{}. {} continues without it; restore the database from a backup",
          RowDamage.named(damage.ofRow(key)).getMessage(),
          work);
    }
  }
}
