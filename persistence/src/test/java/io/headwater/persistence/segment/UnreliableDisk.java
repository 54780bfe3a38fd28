package io.headwater.persistence.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk behind the kernel's memory. The files in {@link #files} are what a process sees; the
 * platters hold what a power cut leaves. A sync brings the pages that were written since the last
 * one to the platters. A sync that fails does not, and as on Linux those pages count as written.
 */
final class UnreliableDisk implements SegmentFiles.Opener {
  private static final int PAGE_BYTES = 4096;

  private final Path files;
  private final Path platters;
  private final Map<Path, TreeSet<Long>> dirtyPages = new TreeMap<>();
  private boolean failsNextSync;

  UnreliableDisk(Path folder) throws IOException {
    this.files = Files.createDirectories(folder.resolve("files"));
    this.platters = Files.createDirectories(folder.resolve("platters"));
  }

  Path files() {
    return files;
  }

  void failNextSync() {
    failsNextSync = true;
  }

  /** The machine loses its power. Of the pages that were not synced, any may survive. */
  void cutPower(Random random) throws IOException {
    for (var file : dirtyPages.entrySet()) {
      for (long page : file.getValue()) {
        if (random.nextBoolean()) {
          writeBack(file.getKey(), page);
        }
      }
    }
    dirtyPages.clear();
    failsNextSync = false;
    try (var lost = Files.list(files)) {
      for (Path file : lost.toList()) {
        Files.delete(file);
      }
    }
    try (var left = Files.list(platters)) {
      for (Path file : left.toList()) {
        Path target = files.resolve(file.getFileName());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private void writeBack(Path file, long page) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PAGE_BYTES);
    try (var source = FileChannel.open(file, StandardOpenOption.READ);
        var target =
            FileChannel.open(
                platters.resolve(file.getFileName()),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
      if (target.size() < source.size()) {
        target.write(ByteBuffer.allocate(1), source.size() - 1);
      }
      source.read(bytes, page * PAGE_BYTES);
      target.write(bytes.flip(), page * PAGE_BYTES);
    }
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    return new Channel(file, FileChannel.open(file, options));
  }

  private void written(Path file, long from, long to) {
    TreeSet<Long> pages = dirtyPages.computeIfAbsent(file, _ -> new TreeSet<>());
    for (long page = from / PAGE_BYTES; page * PAGE_BYTES < to; page++) {
      pages.add(page);
    }
  }

  private void sync(Path file) throws IOException {
    TreeSet<Long> pages = dirtyPages.remove(file);
    if (failsNextSync) {
      failsNextSync = false;
      throw new IOException("Input/output error");
    }
    if (pages != null) {
      for (long page : pages) {
        writeBack(file, page);
      }
    }
  }

  /** Sees the writes and syncs of one file. */
  private final class Channel extends FileChannel {
    private final Path file;
    private final FileChannel actual;

    Channel(Path file, FileChannel actual) {
      this.file = file;
      this.actual = actual;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      int count = actual.write(source, position);
      written(file, position, position + count);
      return count;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      sync(file);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return actual.read(target, position);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
      return actual.map(mode, offset, size, arena);
    }

    @Override
    public long size() throws IOException {
      return actual.size();
    }

    @Override
    protected void implCloseChannel() {
      try {
        actual.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int read(ByteBuffer target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long newPosition) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
