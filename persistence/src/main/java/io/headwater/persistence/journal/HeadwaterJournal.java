package io.headwater.persistence.journal;

import com.typesafe.config.Config;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * The Pekko Persistence journal over the actor system's store.
 *
 * <p>Only Pekko's contract lives here: {@link EntryCodec} owns the bytes, {@link GroupCommitter}
 * the writing. An event that cannot be encoded is <em>rejected</em>, which says that it is not
 * stored; everything that goes wrong later <em>fails</em> the write, which says that nobody knows.
 *
 * <p>The store's logs have no gaps, but an actor that goes on after a rejection leaves one. The
 * numbers of rejected events are therefore remembered and filled, without an event, by the write
 * that follows them; an actor that restarts instead uses them again.
 */
public final class HeadwaterJournal extends AsyncWriteJournal {
  private static final List<Optional<Exception>> ALL_STORED = List.of();

  /** Actors whose last write was rejected; a defect of a serializer could make them many. */
  private static final int MAX_REMEMBERED_REJECTIONS = 10_000;

  private final Store store;
  private final EntryCodec codec;
  private final GroupCommitter committer;
  private final MessageDispatcher readers;

  /** By persistence id, the first number of those rejected in a row up to the last one used. */
  private final Map<String, Rejected> rejected =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Rejected> eldest) {
          return size() > MAX_REMEMBERED_REJECTIONS;
        }
      };

  /** Numbers that were given to events which were then rejected. */
  private record Rejected(long firstNr, long lastNr) {}

  /** Pekko creates the journal with its own section of the configuration. */
  public HeadwaterJournal(Config config) {
    var system = (ExtendedActorSystem) context().system();
    var extension = StoreExtension.get(system);
    this.store = extension.store();
    this.codec = new EntryCodec(system);
    this.committer =
        GroupCommitter.start(store, extension.rowCache(), JournalSettings.from(config));
    this.readers = system.dispatchers().lookup(config.getString("replay-dispatcher"));
  }

  /** The writes of one call are one actor's, and go to the store as one. */
  @Override
  public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
    long nowMillis = System.currentTimeMillis();
    List<LogEntry> entries = new ArrayList<>();
    List<RowChange> rowChanges = new ArrayList<>();
    List<Optional<Exception>> outcomes = new ArrayList<>();
    boolean rejects = false;
    String persistenceId = "";
    for (AtomicWrite write : writes) {
      persistenceId = write.persistenceId();
      Optional<Exception> rejection = encodeInto(entries, rowChanges, write, nowMillis);
      rejects |= rejection.isPresent();
      outcomes.add(rejection);
    }
    Iterable<Optional<Exception>> answer = rejects ? outcomes : ALL_STORED;
    if (entries.isEmpty()) {
      return Futures.successful(answer);
    }
    var write = new LogWrite(persistenceId, entries, rowChanges);
    return FutureConverters.asScala(committer.write(write).thenApply(_ -> answer));
  }

  /** Adds all of a write or, if one of its events cannot be encoded, none and says why. */
  private Optional<Exception> encodeInto(
      List<LogEntry> entries, List<RowChange> rowChanges, AtomicWrite write, long nowMillis) {
    List<LogEntry> newEntries = new ArrayList<>(write.size());
    List<RowChange> newRowChanges = new ArrayList<>();
    try {
      for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
        newEntries.add(new LogEntry(event.sequenceNr(), codec.encode(event, nowMillis)));
        if (EntryCodec.eventOf(event) instanceof EventWithRows withRows) {
          newRowChanges.addAll(withRows.rowChanges());
        }
      }
    } catch (Exception e) { // NotSerializableException is thrown without being declared.
      remember(write);
      return Optional.of(e);
    }
    fillRejected(entries, write);
    entries.addAll(newEntries);
    rowChanges.addAll(newRowChanges);
    return Optional.empty();
  }

  private void remember(AtomicWrite write) {
    long firstNr = write.lowestSequenceNr();
    Rejected before = rejected.remove(write.persistenceId());
    if (before != null && before.lastNr + 1 == firstNr) {
      firstNr = before.firstNr;
    }
    rejected.put(write.persistenceId(), new Rejected(firstNr, write.highestSequenceNr()));
  }

  private void fillRejected(List<LogEntry> entries, AtomicWrite write) {
    if (rejected.isEmpty()) {
      return;
    }
    Rejected before = rejected.remove(write.persistenceId());
    if (before != null && before.lastNr + 1 == write.lowestSequenceNr()) {
      for (long nr = before.firstNr; nr <= before.lastNr; nr++) {
        entries.add(new LogEntry(nr, EntryCodec.NOTHING));
      }
    }
  }

  /** Behind the writes under way: Pekko may ask while one of the same actor is. */
  @Override
  public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
    return FutureConverters.asScala(committer.afterWrites(() -> store.highestNr(persistenceId)));
  }

  @Override
  public Future<Void> doAsyncReplayMessages(
      String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
    var visitor = new Replay(codec, persistenceId, to, max, replay);
    return behindWrites(() -> max <= 0 ? nothing() : store.readLog(persistenceId, from, visitor));
  }

  @Override
  public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
    return behindWrites(() -> store.trimLog(persistenceId, toSequenceNr));
  }

  /** Takes its turn behind the writes under way, then leaves the writer's thread free. */
  private Future<Void> behindWrites(Supplier<CompletionStage<Void>> work) {
    return FutureConverters.asScala(
        committer
            .afterWrites(HeadwaterJournal::nothing)
            .thenComposeAsync(_ -> work.get(), readers));
  }

  private static CompletionStage<Void> nothing() {
    var done = new CompletableFuture<Void>();
    done.complete(null);
    return done;
  }

  @Override
  public void postStop() throws Exception {
    committer.close();
    super.postStop();
  }
}
