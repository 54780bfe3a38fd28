package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data directory, locked for one store: {@code segments} (what was written), {@code leveldb} (the
 * index), {@code checkpoint} and {@code tip} (up to where the one is in the other, and durable),
 * {@code native} (the unpacked library), {@code damaged} (what was put aside), {@code
 * headwater.lock}.
 */
final class StoreDirectory implements AutoCloseable {
  private static final String LOCK = "headwater.lock";
  private static final String SEGMENTS = "segments";
  private static final String DATABASE = "leveldb";
  private static final String NATIVE = "native";

  /**
   * What may lie in a directory that no store was opened in yet: a first start may have ended
   * early, and a mount point has a lost+found.
   */
  private static final Set<String> EXPECTED =
      Set.of(
          LOCK,
          NATIVE,
          DamagedFolder.NAME,
          SEGMENTS,
          DATABASE,
          Checkpoint.NEXT,
          "tip",
          "lost+found");

  /**
   * The directories open in this process. A file lock alone would not do: POSIX drops a process's
   * lock when it closes any descriptor of the file, so a second attempt would unlock the first.
   */
  private static final Set<Path> OPEN_HERE = new HashSet<>();

  private final Path directory;

  /** Null if there is no file to lock. */
  private final @Nullable FileChannel lockChannel;

  private boolean closed;

  private StoreDirectory(Path directory, @Nullable FileChannel lockChannel) {
    this.directory = directory;
    this.lockChannel = lockChannel;
  }

  static StoreDirectory open(Path path) {
    Path directory = create(path);
    claim(directory, path);
    @Nullable StoreDirectory locked = null;
    boolean opened = false;
    try {
      locked = new StoreDirectory(directory, lock(directory, path));
      locked.refuseForeignContent();
      Files.createDirectories(locked.segments());
      forceDirectory(directory);
      opened = true;
      return locked;
    } catch (IOException e) {
      throw new StoreOpenException("Cannot write to data directory " + path + reason(e), e);
    } finally {
      if (!opened) {
        if (locked != null) {
          locked.close();
        } else {
          release(directory);
        }
      }
    }
  }

  private static void claim(Path directory, Path path) {
    synchronized (OPEN_HERE) {
      if (!OPEN_HERE.add(directory)) {
        throw new StoreOpenException("Data directory " + path + " is in use by this process");
      }
    }
  }

  /**
   * Locks a directory that is only looked at. Nothing in it is made or changed, so a copy without a
   * lock's file stays without one, and is not locked.
   */
  static StoreDirectory openToRead(Path path) {
    Path directory = existing(path);
    claim(directory, path);
    boolean opened = false;
    try {
      var locked = new StoreDirectory(directory, lockToRead(directory.resolve(LOCK), path));
      opened = true;
      return locked;
    } catch (IOException e) {
      throw new StoreOpenException("Cannot read data directory " + path + reason(e), e);
    } finally {
      if (!opened) {
        release(directory);
      }
    }
  }

  private static Path existing(Path path) {
    if (!Files.exists(path)) {
      throw new StoreOpenException("There is no data directory " + path);
    }
    if (!Files.isDirectory(path.resolve(SEGMENTS))) {
      throw new StoreOpenException(
          "%s is not a data directory: there is no folder %s in it".formatted(path, SEGMENTS));
    }
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new StoreOpenException("Cannot read data directory " + path + reason(e), e);
    }
  }

  private static @Nullable FileChannel lockToRead(Path file, Path path) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    return keep(channel, () -> channel.tryLock(0, Long.MAX_VALUE, true), path);
  }

  private static Path create(Path path) {
    try {
      boolean isNew = !Files.exists(path);
      Path directory = Files.createDirectories(path).toRealPath();
      Path parent = directory.getParent();
      if (isNew && parent != null) {
        forceDirectory(parent);
      }
      return directory;
    } catch (FileAlreadyExistsException e) {
      throw new StoreOpenException("Data directory " + path + " is a file", e);
    } catch (IOException e) {
      throw new StoreOpenException("Cannot create data directory " + path + reason(e), e);
    }
  }

  private static FileChannel lock(Path directory, Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return keep(channel, channel::tryLock, path);
  }

  private interface Attempt {
    @Nullable FileLock lock() throws IOException;
  }

  /** The channel of a lock that was had. */
  private static FileChannel keep(FileChannel channel, Attempt attempt, Path path)
      throws IOException {
    @Nullable FileLock lock = null;
    try {
      lock = attempt.lock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new StoreOpenException("Data directory " + path + " is in use by another process");
    }
    return channel;
  }

  private void refuseForeignContent() throws IOException {
    if (Files.isRegularFile(directory.resolve(Checkpoint.NAME))) {
      return;
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!EXPECTED.contains(name)) {
          throw new StoreOpenException(
              "Data directory %s holds something else (%s); name an empty or a new one"
                  .formatted(directory, name));
        }
      }
    }
  }

  Path segments() {
    return directory.resolve(SEGMENTS);
  }

  Path database() {
    return directory.resolve(DATABASE);
  }

  Path path() {
    return directory;
  }

  Path nativeLibraries() {
    return directory.resolve(NATIVE);
  }

  DamagedFolder damaged() {
    return new DamagedFolder(directory);
  }

  /** Returns a new name in {@code damaged} for a copy of what cannot be used. */
  Path damaged(String name) throws IOException {
    return damaged().newCopy(name);
  }

  /** Makes a directory's entries durable; a new file is not there after a power cut otherwise. */
  static void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Deletes a file, or a folder with all that is in it, if it exists. */
  static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return; // By now the directory may be another store's.
    }
    closed = true;
    try {
      if (lockChannel != null) {
        lockChannel.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("Cannot unlock " + directory, e);
    } finally {
      release(directory);
    }
  }

  private static void release(Path directory) {
    synchronized (OPEN_HERE) {
      OPEN_HERE.remove(directory);
    }
  }

  private static String reason(IOException e) {
    return " (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")";
  }
}
