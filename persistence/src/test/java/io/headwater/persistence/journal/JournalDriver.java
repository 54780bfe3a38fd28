package io.headwater.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.persistence.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.javadsl.TestKit;
import scala.jdk.javaapi.CollectionConverters;

/** Talks to a journal as persistent actors do, in an actor system of its own. */
final class JournalDriver implements AutoCloseable {
  static final String WRITER_UUID = "9f5ba0f2-6d0e-4d6c-9f4c-0b1c8d3f7a11";

  private static final Config CONFIG =
      ConfigFactory.parseString(
          """
          pekko.persistence.journal.plugin = headwater.journal
          pekko.loglevel = OFF
          pekko.stdout-loglevel = OFF
          pekko.log-dead-letters = off
          pekko.actor.allow-java-serialization = off
          pekko.actor.serializers.test = "io.headwater.persistence.journal.TestSerializer"
          pekko.actor.serialization-bindings {
            "io.headwater.persistence.journal.TestEvents$Serializable" = test
          }
          """);

  final ActorSystem system;
  private final ActorRef journal;
  private final TestKit actor;

  private JournalDriver(ActorSystem system) {
    this.system = system;
    this.journal = Persistence.get(system).journalFor("headwater.journal", ConfigFactory.empty());
    this.actor = new TestKit(system);
  }

  static JournalDriver over(Store store) {
    return over(store, "");
  }

  static JournalDriver over(Store store, String overrides) {
    var bootstrap = BootstrapSetup.create(config(overrides));
    return new JournalDriver(
        ActorSystem.create("journal", ActorSystemSetup.create(bootstrap, new StoreSetup(store))));
  }

  /** The system opens its own store. */
  static JournalDriver configured(String overrides) {
    return new JournalDriver(ActorSystem.create("journal", config(overrides)));
  }

  private static Config config(String overrides) {
    return ConfigFactory.parseString(overrides)
        .withFallback(CONFIG)
        .withFallback(ConfigFactory.defaultReference());
  }

  /** An event as Pekko hands it over. */
  static PersistentRepr event(String persistenceId, long nr, Object payload) {
    return PersistentRepr.apply(
        payload, nr, persistenceId, "", false, ActorRef.noSender(), WRITER_UUID);
  }

  static AtomicWrite atomic(PersistentRepr... events) {
    return AtomicWrite.apply(CollectionConverters.asScala(List.of(events)).toSeq());
  }

  void send(ActorRef replyTo, AtomicWrite... writes) {
    List<PersistentEnvelope> envelopes = List.of(writes);
    journal.tell(
        new JournalProtocol.WriteMessages(
            CollectionConverters.asScala(envelopes).toSeq(), replyTo, 1),
        replyTo);
  }

  /** Writes, and answers one word for each event: success, rejected or failure. */
  List<String> write(AtomicWrite... writes) {
    send(actor.getRef(), writes);
    actor.expectMsgAnyClassOf(
        JournalProtocol.WriteMessagesSuccessful$.class, JournalProtocol.WriteMessagesFailed.class);
    List<String> outcomes = new ArrayList<>();
    for (AtomicWrite write : writes) {
      for (int i = 0; i < write.size(); i++) {
        outcomes.add(outcome(actor.expectMsgClass(JournalProtocol.Response.class)));
      }
    }
    return outcomes;
  }

  private static String outcome(JournalProtocol.Response response) {
    return switch (response) {
      case JournalProtocol.WriteMessageSuccess success ->
          "success " + success.persistent().sequenceNr();
      case JournalProtocol.WriteMessageRejected rejected ->
          "rejected " + rejected.message().sequenceNr();
      case JournalProtocol.WriteMessageFailure failure ->
          "failure " + failure.message().sequenceNr();
      default -> throw new AssertionError("Unexpected " + response);
    };
  }

  /** What a recovery got. */
  record Replayed(List<PersistentRepr> events, long highestNr) {
    List<Object> payloads() {
      return events.stream().map(PersistentRepr::payload).toList();
    }

    List<Long> numbers() {
      return events.stream().map(PersistentRepr::sequenceNr).toList();
    }
  }

  Replayed replay(String persistenceId) {
    return replay(persistenceId, 1, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  Replayed replay(String persistenceId, long from, long to, long max) {
    requestReplay(actor.getRef(), persistenceId, from, to, max);
    return awaitReplay(actor);
  }

  void requestReplay(ActorRef replyTo, String persistenceId, long from, long to, long max) {
    journal.tell(
        new JournalProtocol.ReplayMessages(from, to, max, persistenceId, replyTo), replyTo);
  }

  static Replayed awaitReplay(TestKit probe) {
    List<PersistentRepr> events = new ArrayList<>();
    while (true) {
      switch (probe.expectMsgClass(JournalProtocol.Response.class)) {
        case JournalProtocol.ReplayedMessage replayed -> events.add(replayed.persistent());
        case JournalProtocol.RecoverySuccess success -> {
          return new Replayed(events, success.highestSequenceNr());
        }
        case JournalProtocol.ReplayMessagesFailure failure ->
            throw new ReplayFailedException(failure.cause());
        case JournalProtocol.Response other -> throw new AssertionError("Unexpected " + other);
      }
    }
  }

  /** A recovery that failed. */
  static final class ReplayFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayFailedException(Throwable cause) {
      super(cause);
    }
  }

  void delete(String persistenceId, long toNr) {
    journal.tell(
        new JournalProtocol.DeleteMessagesTo(persistenceId, toNr, actor.getRef()), actor.getRef());
    actor.expectMsgClass(org.apache.pekko.persistence.DeleteMessagesSuccess.class);
  }

  TestKit probe() {
    return new TestKit(system);
  }

  @Override
  public void close() {
    TestKit.shutdownActorSystem(system);
  }
}
