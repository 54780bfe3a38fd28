package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * LevelDB's list of its tables, looked at without LevelDB, which takes a manifest that lost its end
 * or has zeros in its middle for a shorter one.
 *
 * <p>The format, from LevelDB's doc/log_format.md: blocks of 32 KiB; a record is one fragment
 * (FULL) or FIRST, MIDDLE…, LAST; a fragment never crosses a block; fewer than 7 bytes at a block's
 * end are padding. Files are allocated ahead, so zeros follow the last record.
 *
 * <pre>
 *   0                 4             6         7
 *   | masked CRC32C   | length      | type    | data
 *   | u32, little end | u16, little | u8      | length bytes
 * </pre>
 *
 * @param wholeBytes where its last whole record ends
 * @param torn whether something else than zeros follows
 * @param broken whether records follow that
 */
record Manifest(Path file, int wholeBytes, boolean torn, boolean broken) {
  private static final String CURRENT = "CURRENT";
  private static final int BLOCK_BYTES = 32 * 1024;
  private static final int HEADER_BYTES = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  /** LevelDB masks checksums so that a checksum of checksums stays a good one. */
  private static final int MASK_DELTA = 0xa282ead8;

  /** The manifest that a database goes by. */
  static Manifest of(Path database) throws IOException {
    if (!Files.exists(database.resolve(CURRENT))) {
      throw new IOException("File " + database.resolve(CURRENT) + " is missing");
    }
    String name = Files.readString(database.resolve(CURRENT)).trim();
    if (!name.matches("MANIFEST-\\d{1,18}")) {
      throw new IOException("File " + database.resolve(CURRENT) + " is damaged");
    }
    return read(database.resolve(name));
  }

  String name() {
    return file.getFileName().toString();
  }

  /** LevelDB's file numbers only grow. */
  long number() {
    return numberOf(name());
  }

  static long numberOf(String name) {
    return Long.parseLong(name.replaceAll("\\D", ""));
  }

  /** Makes it durable, and that the database goes by it, which LevelDB leaves to the system. */
  void force() throws IOException {
    for (Path path : List.of(file, file.resolveSibling(CURRENT))) {
      try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** Cuts a record off that was being written when the process ended. */
  void cutTornEnd() throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(wholeBytes);
      channel.force(true);
    }
  }

  private static Manifest read(Path file) throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int offset = 0;
    int wholeBytes = 0;
    boolean inRecord = false;
    while (offset < log.limit()) {
      if (blockRemainder(offset) < HEADER_BYTES) {
        offset += blockRemainder(offset);
        continue;
      }
      int type = fragmentType(log, offset);
      boolean fits = inRecord ? type == MIDDLE || type == LAST : type == FULL || type == FIRST;
      if (!fits) {
        boolean torn = inRecord || !isZero(log, offset);
        return new Manifest(file, wholeBytes, torn, startsRecord(log, offset));
      }
      offset += HEADER_BYTES + fragmentLength(log, offset);
      inRecord = type == FIRST || type == MIDDLE;
      wholeBytes = inRecord ? wholeBytes : offset;
    }
    return new Manifest(file, wholeBytes, inRecord, false);
  }

  private static int blockRemainder(int offset) {
    return BLOCK_BYTES - offset % BLOCK_BYTES;
  }

  /** The type of the fragment at an offset, or 0 if no whole fragment is there. */
  private static int fragmentType(ByteBuffer log, int offset) {
    if (offset + HEADER_BYTES > log.limit()) {
      return 0;
    }
    int type = log.get(offset + 6);
    int length = fragmentLength(log, offset);
    if (type < FULL
        || type > LAST
        || HEADER_BYTES + length > blockRemainder(offset)
        || offset + HEADER_BYTES + length > log.limit()) {
      return 0;
    }
    var crc = new CRC32C();
    crc.update(log.array(), log.arrayOffset() + offset + 6, 1 + length);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    return masked == log.getInt(offset) ? type : 0;
  }

  private static int fragmentLength(ByteBuffer log, int offset) {
    return Short.toUnsignedInt(log.getShort(offset + 4));
  }

  private static boolean isZero(ByteBuffer log, int offset) {
    for (int i = offset; i < log.limit(); i++) {
      if (log.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a record begins anywhere behind an offset. The damage may be in what says where records
   * begin, so every place is tried.
   */
  private static boolean startsRecord(ByteBuffer log, int from) {
    for (int offset = from; offset + HEADER_BYTES <= log.limit(); offset++) {
      int claimedType = log.get(offset + 6);
      if ((claimedType == FULL || claimedType == FIRST) && fragmentType(log, offset) != 0) {
        return true;
      }
    }
    return false;
  }
}
