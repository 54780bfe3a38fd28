package io.headwater.persistence.journal;

import io.headwater.persistence.store.Store.LogVisitor;
import java.util.function.Consumer;
import org.apache.pekko.persistence.PersistentRepr;

/** One replay: hands on a log's events up to a number, and no more of them than asked for. */
final class Replay implements LogVisitor {
  private final EntryCodec codec;
  private final String persistenceId;
  private final long toNr;
  private final Consumer<PersistentRepr> target;
  private long remaining;

  Replay(
      EntryCodec codec,
      String persistenceId,
      long toNr,
      long maxEvents,
      Consumer<PersistentRepr> target) {
    this.codec = codec;
    this.persistenceId = persistenceId;
    this.toNr = toNr;
    this.remaining = maxEvents;
    this.target = target;
  }

  @Override
  public boolean entry(long nr, byte[] bytes) {
    if (nr > toNr) {
      return false;
    }
    PersistentRepr event = codec.decode(persistenceId, nr, bytes);
    if (event != null) {
      target.accept(event);
      remaining--;
    }
    return remaining > 0 && nr < toNr;
  }
}
