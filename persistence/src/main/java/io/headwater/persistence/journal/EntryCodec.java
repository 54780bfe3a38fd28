package io.headwater.persistence.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.jspecify.annotations.Nullable;

/**
 * Events as log entries. The log's id is the persistence id and the entry's number the sequence
 * number, so neither is in the bytes. All numbers are big-endian.
 *
 * <pre>
 *   u8    version = 1
 *   u8    kind: 0 nothing was stored under this number, and no more bytes follow
 *               1 an event
 *               2 an event with metadata
 *   i64   timestamp, milliseconds since 1970
 *   text  writer UUID
 *   text  manifest of the event adapter, usually empty
 *   blob  event
 *   blob  metadata (kind 2)
 *
 *   text  u16 length in bytes | UTF-8
 *   blob  i32 serializer id | text serializer manifest | u32 length in bytes | bytes
 * </pre>
 */
final class EntryCodec {
  private static final byte VERSION = 1;
  private static final byte KIND_NOTHING = 0;
  private static final byte KIND_EVENT = 1;
  private static final byte KIND_EVENT_WITH_METADATA = 2;

  /** A sequence number that a rejected write took: it is filled, and replays skip it. */
  static final byte[] NOTHING = {VERSION, KIND_NOTHING};

  private final Serialization serialization;

  EntryCodec(ExtendedActorSystem system) {
    this.serialization = SerializationExtension.get(system);
  }

  /** An event or metadata as bytes, with what is needed to read it back. */
  @SuppressWarnings("ArrayRecordComponent") // Lives within one encoding; never compared.
  private record Blob(int serializerId, byte[] manifest, byte[] bytes) {
    int sizeBytes() {
      return Integer.BYTES + Short.BYTES + manifest.length + Integer.BYTES + bytes.length;
    }
  }

  /** The event itself: tags are for queries that this journal does not have. */
  static Object eventOf(PersistentRepr event) {
    Object payload = event.payload();
    return payload instanceof Tagged tagged ? tagged.payload() : payload;
  }

  /** Whatever the event's serializer throws, this throws. */
  byte[] encode(PersistentRepr event, long nowMillis) {
    byte[] writerUuid = utf8(event.writerUuid());
    byte[] adapterManifest = utf8(event.manifest());
    Blob payload = blobOf(eventOf(event));
    @Nullable Blob metadata = event.metadata().isDefined() ? blobOf(event.metadata().get()) : null;
    int sizeBytes =
        2
            + Long.BYTES
            + Short.BYTES
            + writerUuid.length
            + Short.BYTES
            + adapterManifest.length
            + payload.sizeBytes()
            + (metadata == null ? 0 : metadata.sizeBytes());
    ByteBuffer entry = ByteBuffer.allocate(sizeBytes);
    entry.put(VERSION).put(metadata == null ? KIND_EVENT : KIND_EVENT_WITH_METADATA);
    entry.putLong(event.timestamp() == 0 ? nowMillis : event.timestamp());
    putText(entry, writerUuid);
    putText(entry, adapterManifest);
    putBlob(entry, payload);
    if (metadata != null) {
      putBlob(entry, metadata);
    }
    return entry.array();
  }

  private Blob blobOf(Object value) {
    var serializer = serialization.findSerializerFor(value);
    byte[] bytes = serialization.serialize(value).get();
    return new Blob(
        serializer.identifier(), utf8(Serializers.manifestFor(serializer, value)), bytes);
  }

  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0xFFFF) {
      throw new IllegalArgumentException("A manifest has at most 65,535 bytes");
    }
    return bytes;
  }

  private static void putText(ByteBuffer entry, byte[] text) {
    entry.putShort((short) text.length).put(text);
  }

  private static void putBlob(ByteBuffer entry, Blob blob) {
    entry.putInt(blob.serializerId);
    putText(entry, blob.manifest);
    entry.putInt(blob.bytes.length).put(blob.bytes);
  }

  /** The event that was stored under a number, or null if nothing was. */
  @Nullable PersistentRepr decode(String persistenceId, long sequenceNr, byte[] bytes) {
    ByteBuffer entry = ByteBuffer.wrap(bytes);
    try {
      byte version = entry.get();
      if (version != VERSION) {
        throw damaged(persistenceId, sequenceNr, "version " + version, null);
      }
      byte kind = entry.get();
      return switch (kind) {
        case KIND_NOTHING -> null;
        case KIND_EVENT, KIND_EVENT_WITH_METADATA ->
            decodeEvent(persistenceId, sequenceNr, entry, kind);
        default -> throw damaged(persistenceId, sequenceNr, "kind " + kind, null);
      };
    } catch (BufferUnderflowException e) {
      throw damaged(persistenceId, sequenceNr, "too few bytes", e);
    }
  }

  /** The event and what stands with it, or null if nothing was stored under the number. */
  static JournalEntry.@Nullable Event event(ByteBuffer entry) {
    byte version = entry.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("A journal entry of unknown version " + version);
    }
    if (entry.get() == KIND_NOTHING) {
      return null;
    }
    long timestamp = entry.getLong();
    skipText(entry);
    skipText(entry);
    entry.getInt();
    String manifest = getText(entry);
    return new JournalEntry.Event(timestamp, manifest, getBytes(entry, entry.getInt()));
  }

  private static void skipText(ByteBuffer entry) {
    int length = Short.toUnsignedInt(entry.getShort());
    entry.position(entry.position() + length);
  }

  private PersistentRepr decodeEvent(
      String persistenceId, long sequenceNr, ByteBuffer entry, byte kind) {
    long timestamp = entry.getLong();
    String writerUuid = getText(entry);
    String adapterManifest = getText(entry);
    Object payload = getBlob(entry);
    PersistentRepr event =
        PersistentRepr.apply(
                payload,
                sequenceNr,
                persistenceId,
                adapterManifest,
                false,
                ActorRef.noSender(),
                writerUuid)
            .withTimestamp(timestamp);
    if (kind == KIND_EVENT_WITH_METADATA) {
      event = event.withMetadata(getBlob(entry));
    }
    if (entry.hasRemaining()) {
      throw damaged(persistenceId, sequenceNr, "too many bytes", null);
    }
    return event;
  }

  private static String getText(ByteBuffer entry) {
    return new String(
        getBytes(entry, Short.toUnsignedInt(entry.getShort())), StandardCharsets.UTF_8);
  }

  private Object getBlob(ByteBuffer entry) {
    int serializerId = entry.getInt();
    String manifest = getText(entry);
    byte[] bytes = getBytes(entry, entry.getInt());
    return serialization.deserialize(bytes, serializerId, manifest).get();
  }

  private static byte[] getBytes(ByteBuffer entry, int length) {
    if (length < 0 || length > entry.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    entry.get(bytes);
    return bytes;
  }

  private static IllegalStateException damaged(
      String persistenceId, long sequenceNr, String what, @Nullable Exception cause) {
    return new IllegalStateException(
        "Entry %d of %s is not an entry that this version reads: %s"
            .formatted(sequenceNr, persistenceId, what),
        cause);
  }
}
