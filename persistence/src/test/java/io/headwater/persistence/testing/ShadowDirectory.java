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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a store's directory that receives only what a sync has confirmed: what a machine finds
 * after its power was cut. Hand it to the store as its sync listener, {@link #cut} at any moment,
 * and open a store in the shadow. {@link #cutInAnyOrder} also leaves some of what was not synced.
 *
 * <p>At a sync no write is under way, so the segments stand still, but the store's own thread may
 * take a checkpoint or delete a segment, and LevelDB's may be at work: it writes tables, then a
 * record of the manifest that names them, then removes what nobody names any more. A round of
 * copying counts only if the checkpoint, CURRENT and the manifest were the same before and after
 * it; then every file that they name was there throughout. A table is complete, and never changes
 * again, when it ends with LevelDB's magic number. LevelDB's log is never synced, so no copy of it
 * is made.
 */
public final class ShadowDirectory implements SyncListener {
  private static final long TABLE_MAGIC_NUMBER = 0xdb4775248b80fb57L;
  private static final String DATABASE = "leveldb";
  private static final String SEGMENTS = "segments";
  private static final int SEGMENT_HEADER_BYTES = 16;
  private static final int GROUP_HEADER_BYTES = 24;
  private static final int PAGE_BYTES = 4096;

  private final Path directory;
  private final Path shadow;

  /** By segment, up to where it is copied for good. */
  private final Map<String, Long> copiedBytes = new HashMap<>();

  private long syncCount;
  private boolean cut;

  /** Both directories are data directories, as in the store's settings. */
  public ShadowDirectory(Path dataDirectory, Path shadowDirectory) {
    this.directory = dataDirectory;
    this.shadow = shadowDirectory;
    try {
      Files.createDirectories(shadow.resolve(DATABASE));
      Files.createDirectories(shadow.resolve(SEGMENTS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The power fails: nothing reaches the shadow any more. */
  public synchronized void cut() {
    cut = true;
  }

  /**
   * The power fails, and of the pages of the segments that were written since the last sync any may
   * have reached the disk.
   */
  public synchronized void cutInAnyOrder(RandomGenerator random) {
    if (cut) {
      return;
    }
    cut = true;
    try {
      List<String> names = fileNames(directory.resolve(SEGMENTS)).stream().sorted().toList();
      for (String name : names) {
        if (name.equals(names.getLast())) {
          copyAnyPages(name, random);
        } else {
          copySegment(name); // It was synced before the next one was made.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copyAnyPages(String name, RandomGenerator random) throws IOException {
    Path copy = shadow.resolve(SEGMENTS).resolve(name);
    ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
    try (var source =
        FileChannel.open(directory.resolve(SEGMENTS).resolve(name), StandardOpenOption.READ)) {
      ByteBuffer header = page.limit(SEGMENT_HEADER_BYTES);
      if (source.read(header, 0) < SEGMENT_HEADER_BYTES || header.get(0) == 0) {
        return; // It is being made.
      }
      try (var target =
          FileChannel.open(copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        if (target.size() == 0) {
          target.write(ByteBuffer.wrap(new byte[1]), source.size() - 1);
          target.write(header.flip(), 0);
        }
        long from = Math.max(copiedBytes.getOrDefault(name, 0L), SEGMENT_HEADER_BYTES);
        long to = endOfGroups(source, name, from);
        for (long at = from / PAGE_BYTES * PAGE_BYTES; at < to; at += PAGE_BYTES) {
          if (random.nextBoolean()) {
            source.read(page.clear(), at);
            target.write(page.flip(), at);
          }
        }
      }
    }
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

  /** Copies what changed; answers whether checkpoint and list of tables stood still. */
  private boolean copyRound() throws IOException {
    byte[] checkpoint = bytesOf(directory.resolve("checkpoint"));
    byte[] manifestName = bytesOf(directory.resolve(DATABASE).resolve("CURRENT"));
    if (checkpoint == null || manifestName == null) {
      return false;
    }
    String name = new String(manifestName, StandardCharsets.UTF_8).trim();
    Path manifest = Path.of(DATABASE, name);
    byte[] manifestBytes = bytesOf(directory.resolve(manifest));
    try {
      copySegments();
      copyTables();
    } catch (NoSuchFileException _) {
      return false; // Removed since it was listed, so the list has changed or is about to.
    }
    if (!Arrays.equals(checkpoint, bytesOf(directory.resolve("checkpoint")))
        || !Arrays.equals(manifestName, bytesOf(directory.resolve(DATABASE).resolve("CURRENT")))
        || !Arrays.equals(manifestBytes, bytesOf(directory.resolve(manifest)))) {
      return false;
    }
    Files.write(shadow.resolve(manifest), manifestBytes == null ? new byte[0] : manifestBytes);
    Files.write(shadow.resolve(DATABASE).resolve("CURRENT"), manifestName);
    Files.write(shadow.resolve("checkpoint"), checkpoint);
    Files.copy(
        directory.resolve("tip"), shadow.resolve("tip"), StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static byte @Nullable [] bytesOf(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return null;
    }
  }

  private static Set<String> fileNames(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private void copySegments() throws IOException {
    Set<String> names = fileNames(directory.resolve(SEGMENTS));
    for (String name : names) {
      copySegment(name);
    }
    for (String name : fileNames(shadow.resolve(SEGMENTS))) {
      if (!names.contains(name)) {
        Files.delete(shadow.resolve(SEGMENTS).resolve(name));
        copiedBytes.remove(name);
      }
    }
  }

  private void copySegment(String name) throws IOException {
    try (var source =
            FileChannel.open(directory.resolve(SEGMENTS).resolve(name), StandardOpenOption.READ);
        var target =
            FileChannel.open(
                shadow.resolve(SEGMENTS).resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
      if (target.size() == 0) {
        target.write(ByteBuffer.wrap(new byte[1]), source.size() - 1);
      }
      long from = copiedBytes.getOrDefault(name, 0L);
      long to = endOfGroups(source, name, Math.max(from, SEGMENT_HEADER_BYTES));
      source.transferTo(from, to - from, target.position(from));
      copiedBytes.put(name, to);
    }
  }

  /** Where the groups end that follow each other from an offset on. */
  private static long endOfGroups(FileChannel segment, String name, long from) throws IOException {
    long number = Long.parseLong(name.substring(0, name.indexOf('.')));
    ByteBuffer header = ByteBuffer.allocate(GROUP_HEADER_BYTES);
    long offset = from;
    while (segment.read(header.clear(), offset) == GROUP_HEADER_BYTES
        && header.getLong(8) == (number << 32 | offset)) {
      offset += GROUP_HEADER_BYTES + header.getInt(4);
    }
    return offset;
  }

  private void copyTables() throws IOException {
    Set<String> names = fileNames(directory.resolve(DATABASE));
    for (String name : names) {
      Path copy = shadow.resolve(DATABASE).resolve(name);
      Path table = directory.resolve(DATABASE).resolve(name);
      if (name.matches(".*\\.(sst|ldb)") && !Files.exists(copy) && isComplete(table)) {
        Files.copy(table, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (String name : fileNames(shadow.resolve(DATABASE))) {
      if (!names.contains(name)) {
        Files.delete(shadow.resolve(DATABASE).resolve(name));
      }
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
}
