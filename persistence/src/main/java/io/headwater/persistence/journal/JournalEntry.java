package io.headwater.persistence.journal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A log entry of the journal for those who read logs without Pekko: where the event's bytes are.
 */
public final class JournalEntry {
  private JournalEntry() {}

  /**
   * An event as it was stored.
   *
   * @param storedAtMillis epoch milliseconds
   * @param manifest of the serializer that made the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  public record Event(long storedAtMillis, String manifest, byte[] bytes) {}

  /** The event, or null if nothing was stored under the number. */
  public static @Nullable Event event(byte[] entry) {
    try {
      return EntryCodec.event(ByteBuffer.wrap(entry));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("A journal entry that was cut short", e);
    }
  }
}
