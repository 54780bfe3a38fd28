package io.headwater.persistence.testing;

import io.headwater.persistence.store.SyncListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A copy of a store's directory that receives only what a sync has confirmed: what a machine finds
 * after its power was cut. Hand it to the store as its sync listener, {@link #cut} at any moment,
 * and open a store in the shadow.
 *
 * <p>At a sync no write is under way, so the logs stand still, but LevelDB's background thread may
 * be at work: it writes tables, then a record of the manifest that names them, then removes what
 * nobody names any more. A round of copying counts only if CURRENT and the manifest were the same
 * before and after it; then every file that the manifest names was there throughout. A table is
 * complete, and never changes again, when it ends with LevelDB's magic number.
 *
 * <p>Logs grow ahead in zeros, so their copies follow the last byte that is not zero, and get the
 * length of the original.
 */
public final class ShadowDirectory implements SyncListener {
  private static final long TABLE_MAGIC_NUMBER = 0xdb4775248b80fb57L;
  private static final byte[] ZEROS = new byte[4096];
  private static final String DATABASE = "leveldb";

  private final Path database;
  private final Path shadow;

  /** By file name, how many bytes of a log are copied for good. */
  private final Map<String, Long> copiedBytes = new HashMap<>();

  /** A log's tail; kept, because there is one at every sync. */
  private byte[] buffer = {};

  private long syncCount;
  private boolean cut;

  /** Both directories are data directories, as in the store's settings. */
  public ShadowDirectory(Path dataDirectory, Path shadowDirectory) {
    this.database = dataDirectory.resolve(DATABASE);
    this.shadow = shadowDirectory.resolve(DATABASE);
    try {
      Files.createDirectories(shadow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The power fails: nothing reaches the shadow any more. */
  public synchronized void cut() {
    cut = true;
  }

  /** How many syncs reached the shadow. */
  public synchronized long syncCount() {
    return syncCount;
  }

  @Override
  public synchronized void synced() {
    if (cut) {
      return;
    }
    try {
      boolean copied = false;
      while (!copied) {
        copied = copyRound();
      }
      syncCount++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies what changed; answers whether the database's own list of files stood still. */
  private boolean copyRound() throws IOException {
    Path current = database.resolve("CURRENT");
    byte[] manifestName = Files.readAllBytes(current);
    Path manifest = database.resolve(new String(manifestName, StandardCharsets.UTF_8).trim());
    byte[] manifestBytes = Files.readAllBytes(manifest);
    Set<String> names = fileNames(database);
    try {
      for (String name : names) {
        if (name.endsWith(".log")) {
          copyLog(name);
        } else if (name.endsWith(".sst") || name.endsWith(".ldb")) {
          copyTable(name);
        }
      }
    } catch (NoSuchFileException _) {
      return false; // Removed since it was listed, so the list has changed or is about to.
    }
    if (!Arrays.equals(manifestName, Files.readAllBytes(current))
        || !Arrays.equals(manifestBytes, Files.readAllBytes(manifest))) {
      return false;
    }
    Files.write(shadow.resolve(manifest.getFileName()), manifestBytes);
    Files.write(shadow.resolve("CURRENT"), manifestName);
    names.add(manifest.getFileName().toString());
    removeAllBut(names);
    return true;
  }

  private static Set<String> fileNames(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private void copyLog(String name) throws IOException {
    long from = copiedBytes.getOrDefault(name, 0L);
    try (var source = FileChannel.open(database.resolve(name), StandardOpenOption.READ);
        var target =
            FileChannel.open(
                shadow.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long size = source.size();
      ByteBuffer tail = bufferOf(Math.toIntExact(Math.max(0, size - from)));
      while (tail.hasRemaining() && source.read(tail, from + tail.position()) >= 0) {
        // Reads on until the end.
      }
      int length = lengthWithoutZeros(buffer, tail.position());
      target.write(tail.flip().limit(length), from);
      if (target.size() < size) {
        target.write(ByteBuffer.wrap(new byte[1]), size - 1);
      } else {
        target.truncate(size);
      }
      copiedBytes.put(name, from + length);
    }
  }

  private ByteBuffer bufferOf(int length) {
    if (buffer.length < length) {
      buffer = new byte[length];
    }
    return ByteBuffer.wrap(buffer, 0, length);
  }

  private static int lengthWithoutZeros(byte[] bytes, int lengthWithZeros) {
    int length = lengthWithZeros;
    while (length >= ZEROS.length
        && Arrays.equals(bytes, length - ZEROS.length, length, ZEROS, 0, ZEROS.length)) {
      length -= ZEROS.length;
    }
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  private void copyTable(String name) throws IOException {
    Path copy = shadow.resolve(name);
    if (!Files.exists(copy) && isComplete(database.resolve(name))) {
      Files.copy(database.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean isComplete(Path table) throws IOException {
    try (var channel = FileChannel.open(table, StandardOpenOption.READ)) {
      ByteBuffer end = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      long size = channel.size();
      return size >= Long.BYTES
          && channel.read(end, size - Long.BYTES) == Long.BYTES
          && end.getLong(0) == TABLE_MAGIC_NUMBER;
    }
  }

  private void removeAllBut(Set<String> names) throws IOException {
    for (String name : fileNames(shadow)) {
      if (!names.contains(name)) {
        Files.delete(shadow.resolve(name));
        copiedBytes.remove(name);
      }
    }
  }
}
