package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The free space of a disk and the writes that it allows. LevelDB maps its log into memory, so a
 * full disk would end the process with a SIGBUS instead of a failed write. Writes that need space
 * are refused first, then those that let space be reclaimed, then the compaction.
 *
 * <p>Each call takes one system call, a few microseconds.
 */
final class FreeSpace {
  private static final Logger LOGGER = LoggerFactory.getLogger(FreeSpace.class);

  /** Returns how many bytes a disk has free. */
  @FunctionalInterface
  interface Gauge {
    long freeBytes() throws IOException;
  }

  private final Path directory;
  private final Gauge gauge;
  private final SpaceLimits limits;
  private volatile Admission last = Admission.ALL;
  private volatile Runnable onShortage = () -> {};

  FreeSpace(Path directory, Gauge gauge, SpaceLimits limits) {
    this.directory = directory;
    this.gauge = gauge;
    this.limits = limits;
  }

  /** The space of the disk that a directory lies on, as far as this process may use it. */
  static FreeSpace of(Path directory, SpaceLimits limits) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    return new FreeSpace(directory, disk::getUsableSpace, limits);
  }

  /** Sets what runs, on the thread that finds it, whenever the disk gets short of space. */
  void onShortage(Runnable listener) {
    onShortage = listener;
  }

  /** Returns which writes the disk has space for, and logs each change. */
  Admission admission() {
    long free = freeBytes();
    long limit = last == Admission.ALL ? limits.allBytes() : limits.resumeBytes();
    Admission now =
        free >= limit
            ? Admission.ALL
            : free >= limits.freeingBytes() ? Admission.FREEING_ONLY : Admission.NONE;
    if (now != last) {
      change(now);
    }
    return now;
  }

  /** Reports whether the compaction has space for its next step. */
  boolean allowsCompaction() {
    return freeBytes() >= limits.compactionBytes();
  }

  /** Returns the free bytes, or -1 if the disk cannot say. */
  private long freeBytes() {
    try {
      return gauge.freeBytes();
    } catch (IOException e) {
      LOGGER.error("Cannot read the free space of the disk of {}", directory, e);
      return -1;
    }
  }

  private void change(Admission now) {
    Admission before;
    synchronized (this) {
      before = last;
      last = now;
    }
    if (before == now) {
      return; // Another thread noted it.
    }
    switch (now) {
      case ALL ->
          LOGGER.warn("The disk of {} has enough free space again: writes are accepted", directory);
      case FREEING_ONLY ->
          LOGGER.error(
              "The disk of {} has less than {} bytes free (headwater.store.min-free-space):"
                  + " only deletes and expiry are accepted. Delete data or enlarge the disk.",
              directory,
              limits.resumeBytes());
      case NONE ->
          LOGGER.error(
              "The disk of {} has less than {} bytes free: all writes are refused. Free space on"
                  + " it or enlarge it.",
              directory,
              limits.freeingBytes());
    }
    if (before == Admission.ALL) {
      onShortage.run();
    }
  }
}
