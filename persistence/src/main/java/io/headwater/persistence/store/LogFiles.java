package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LevelDB's write-ahead logs and manifests, which share a format, checked before LevelDB reads
 * them.
 *
 * <p>A process that dies in the middle of a write leaves a torn record at the end of the last log.
 * That write was never confirmed, so its bytes may go: the file is copied aside and cut at the last
 * whole record. Damage with whole records behind it is another matter, for those may have been
 * confirmed: LevelDB would drop them, sometimes without a word, so the store is not opened. Nor is
 * it when a file has lost its end (see {@link FileLengths}).
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
 */
final class LogFiles {
  private static final Logger LOGGER = LoggerFactory.getLogger(LogFiles.class);
  private static final String LOG = "\\d+\\.log";
  private static final String MANIFEST = "MANIFEST-\\d+";
  private static final int BLOCK_BYTES = 32 * 1024;
  private static final int HEADER_BYTES = 7;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  /** LevelDB masks checksums so that a checksum of checksums stays a good one. */
  private static final int MASK_DELTA = 0xa282ead8;

  private final StoreDirectory directory;
  private final FileLengths lengths;

  private LogFiles(StoreDirectory directory, FileLengths lengths) {
    this.directory = directory;
    this.lengths = lengths;
  }

  static LogFiles of(StoreDirectory directory) throws IOException {
    return new LogFiles(directory, FileLengths.read(directory.path()));
  }

  /** Where the whole records of a file end, and whether damage follows instead of zeros. */
  private record Extent(Path file, long wholeBytes, boolean damaged, boolean recordsBehindDamage) {}

  /**
   * Cuts a torn record off the end of the logs and of the manifests, and says whether there was
   * one. A {@link StoreOpenException} names a file that is damaged anywhere else.
   */
  boolean repairTornTails() throws IOException {
    boolean repaired = repairTornTail(files(LOG));
    for (Path manifest : files(MANIFEST)) {
      repaired |= repairTornTail(List.of(manifest));
    }
    return repaired;
  }

  /** The files are one sequence of records: behind a torn one no other may follow. */
  private boolean repairTornTail(List<Path> files) throws IOException {
    List<Extent> damaged = new ArrayList<>();
    for (Path file : files) {
      Extent extent = extentOf(file);
      boolean newest = file.equals(files.getLast());
      if (extent.recordsBehindDamage || lengths.lostItsEnd(file, extent.wholeBytes, newest)) {
        throw refusal(extent);
      }
      if (!damaged.isEmpty() && extent.wholeBytes > 0) {
        throw refusal(damaged.getFirst());
      }
      if (extent.damaged) {
        damaged.add(extent);
      }
    }
    for (Extent extent : damaged) {
      cut(extent);
    }
    return !damaged.isEmpty();
  }

  /**
   * Notes how long the files are. To be called when nothing is written any more: before LevelDB
   * closes, and once more when its background thread has written its last.
   */
  void noteLengths() throws IOException {
    var wholeBytes = new TreeMap<Path, Long>();
    for (String pattern : List.of(LOG, MANIFEST)) {
      for (Path file : files(pattern)) {
        wholeBytes.put(file, extentOf(file).wholeBytes);
      }
    }
    lengths.note(wholeBytes);
  }

  /** To be called when LevelDB has opened, and with it begun new files. */
  void forgetLengths() throws IOException {
    lengths.forget();
  }

  /** In the order in which they were written: LevelDB's file numbers only grow. */
  private List<Path> files(String namePattern) throws IOException {
    try (var files = Files.list(directory.database())) {
      return files
          .filter(file -> file.getFileName().toString().matches(namePattern))
          .sorted(Comparator.comparingLong(LogFiles::fileNumber))
          .toList();
    }
  }

  private static long fileNumber(Path file) {
    return Long.parseLong(file.getFileName().toString().replaceAll("\\D", ""));
  }

  private static Extent extentOf(Path file) throws IOException {
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
        boolean damaged = inRecord || !isZero(log, offset);
        return new Extent(file, wholeBytes, damaged, damaged && startsRecord(log, offset));
      }
      offset += HEADER_BYTES + fragmentLength(log, offset);
      inRecord = type == FIRST || type == MIDDLE;
      wholeBytes = inRecord ? wholeBytes : offset;
    }
    return new Extent(file, wholeBytes, inRecord, false);
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
   * begin, so every place is tried; that a value holds bytes which look like a record is possible,
   * and then the store is not opened either.
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

  private StoreOpenException refusal(Extent extent) {
    return new StoreOpenException(
        "File %s is damaged or cut off behind byte %d, with confirmed writes; restore a backup"
            .formatted(extent.file, extent.wholeBytes));
  }

  private void cut(Extent torn) throws IOException {
    Files.createDirectories(directory.damaged());
    Path copy = directory.damaged().resolve(torn.file.getFileName());
    Files.copy(torn.file, copy, StandardCopyOption.REPLACE_EXISTING);
    try (var channel = FileChannel.open(torn.file, StandardOpenOption.WRITE)) {
      LOGGER.warn(
          "A write that was never confirmed is torn: cut {} from {} to {} bytes, copy in {}",
          torn.file,
          channel.size(),
          torn.wholeBytes,
          copy);
      channel.truncate(torn.wholeBytes);
      channel.force(true);
    }
  }
}
