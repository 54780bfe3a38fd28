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
   * The bytes that the event's serializer made, or null if nothing was stored under the number. See
   * {@link EntryCodec} for the layout.
   */
  public static byte @Nullable [] eventBytes(byte[] entry) {
    try {
      return EntryCodec.eventBytes(ByteBuffer.wrap(entry));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("A journal entry that was cut short", e);
    }
  }
}
