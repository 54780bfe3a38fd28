package io.headwater.persistence.store;

import io.headwater.persistence.segment.Position;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Up to where the segments are in the index's tables for good, kept in the file {@code checkpoint}.
 * What follows is read from the segments again at the next start.
 *
 * <p>A checkpoint never outlives its index. Before a rebuild it is replaced by one without an
 * index, which has no manifest's name; the last step of a rebuild is a checkpoint of the new index.
 *
 * <pre>
 *   | CRC32C u32 of the rest | version u8 = 1 | position u64 | oldest segment u32 |
 *   | manifest's bytes u32 | its name |
 * </pre>
 *
 * @param position of a checkpoint without an index: a position up to which the segments are durable
 * @param oldestSegment its number; no older one is needed, and this one and all later ones are
 * @param manifestName of LevelDB's list of tables when the tables were written; empty without an
 *     index
 * @param manifestBytes how much of that list names them
 */
record Checkpoint(long position, int oldestSegment, String manifestName, int manifestBytes) {
  static final String NAME = "checkpoint";

  /** The file that is written first and then takes the name above. */
  static final String NEXT = "checkpoint.next";

  private static final byte VERSION = 1;
  private static final int CHECKED_FROM = 4;
  private static final int HEADER_BYTES = 21;
  private static final int MAX_BYTES = 100;

  /** The checkpoint in a data directory; null if there is none that can be read. */
  static @Nullable Checkpoint read(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (!Files.exists(file) || Files.size(file) > MAX_BYTES || Files.size(file) < HEADER_BYTES) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.getInt(0) != checksum(bytes) || bytes.get(CHECKED_FROM) != VERSION) {
      return null;
    }
    bytes.position(CHECKED_FROM + 1);
    long position = bytes.getLong();
    int oldestSegment = bytes.getInt();
    int manifestBytes = bytes.getInt();
    return new Checkpoint(
        position, oldestSegment, StandardCharsets.UTF_8.decode(bytes).toString(), manifestBytes);
  }

  /**
   * Notes that the directory has no complete index: to be called before a rebuild creates one.
   *
   * @param durable a position up to which the segments are known to be durable
   */
  static Checkpoint withoutIndex(long durable, int oldestSegment, StoreDirectory directory)
      throws IOException {
    var checkpoint = new Checkpoint(durable, oldestSegment, "", 0);
    checkpoint.write(directory.path());
    return checkpoint;
  }

  /** Reports whether there is an index to use; without one, a rebuild has begun. */
  boolean hasIndex() {
    return !manifestName.isEmpty();
  }

  /**
   * Brings the index into tables and notes that they hold what the segments hold up to a position,
   * which must be durable.
   */
  static Checkpoint take(Index index, long durable, int oldestSegment, StoreDirectory directory)
      throws IOException {
    // Where a segment is full, the segments' end is the next segment; the index ends in this one.
    long position = Math.min(durable, index.end());
    index.database().flush();
    Manifest manifest = Manifest.of(directory.database());
    manifest.force();
    StoreDirectory.forceDirectory(directory.database());
    var checkpoint =
        new Checkpoint(position, oldestSegment, manifest.name(), manifest.wholeBytes());
    checkpoint.write(directory.path());
    return checkpoint;
  }

  /** Notes that older segments than one are not needed any more: to be called before they go. */
  Checkpoint withOldest(int segment, StoreDirectory directory) throws IOException {
    var checkpoint = new Checkpoint(position, segment, manifestName, manifestBytes);
    checkpoint.write(directory.path());
    return checkpoint;
  }

  private void write(Path directory) throws IOException {
    byte[] name = manifestName.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + name.length);
    bytes.putInt(0).put(VERSION).putLong(position).putInt(oldestSegment);
    bytes.putInt(manifestBytes).put(name);
    bytes.putInt(0, checksum(bytes)).flip();
    Path next = directory.resolve(NEXT);
    try (var channel =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      channel.write(bytes);
      channel.force(true);
    }
    Files.move(next, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    StoreDirectory.forceDirectory(directory);
  }

  /** Whether a list of tables still names all that it named at this checkpoint. */
  boolean isIn(Manifest manifest) {
    boolean later = manifest.number() > Manifest.numberOf(manifestName); // Begins with a full list.
    return !manifest.broken()
        && (later
            ? manifest.wholeBytes() > 0
            : manifest.name().equals(manifestName) && manifest.wholeBytes() >= manifestBytes);
  }

  private static int checksum(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate().clear().position(CHECKED_FROM));
    return (int) crc.getValue();
  }

  @Override
  public String toString() {
    return "segment %d, byte %d".formatted(Position.segment(position), Position.offset(position));
  }
}
