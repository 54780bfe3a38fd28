package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a disk has room for more writes. LevelDB maps its log into memory, so a full disk ends
 * the process with a SIGBUS instead of a failed write; it must not come to that.
 *
 * <p>Asking takes one system call, a few microseconds.
 */
final class FreeSpace {
  private static final Logger LOGGER = LoggerFactory.getLogger(FreeSpace.class);

  /** How many bytes a disk has free. */
  @FunctionalInterface
  interface Gauge {
    long freeBytes() throws IOException;
  }

  private final Path directory;
  private final Gauge gauge;
  private final long minFreeBytes;
  private final AtomicBoolean wasEnough = new AtomicBoolean(true);

  FreeSpace(Path directory, Gauge gauge, long minFreeBytes) {
    this.directory = directory;
    this.gauge = gauge;
    this.minFreeBytes = minFreeBytes;
  }

  /** The space of the disk that a directory lies on, as far as this process may use it. */
  static FreeSpace of(Path directory, long minFreeBytes) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    return new FreeSpace(directory, disk::getUsableSpace, minFreeBytes);
  }

  /**
   * Whether there is as much as was asked for. A change is logged; a disk that cannot say is full.
   */
  boolean isEnough() {
    boolean enough;
    try {
      enough = gauge.freeBytes() >= minFreeBytes;
    } catch (IOException e) {
      LOGGER.error("Cannot tell how much room the disk of {} has", directory, e);
      enough = false;
    }
    if (wasEnough.getAndSet(enough) != enough) {
      logChange(enough);
    }
    return enough;
  }

  private void logChange(boolean enough) {
    if (enough) {
      LOGGER.warn("The disk of {} has room again: writes go on", directory);
    } else {
      LOGGER.error(
          "The disk of {} has less than {} bytes free (headwater.store.min-free-space):"
              + " writes are refused, reads go on",
          directory,
          minFreeBytes);
    }
  }
}
