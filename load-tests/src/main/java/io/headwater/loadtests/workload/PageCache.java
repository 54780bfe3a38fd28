package io.headwater.loadtests.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The kernel's copy of files in memory. Some machines take pages away that were used only once,
 * though nobody else wants the memory; a measurement would then show the disk.
 */
final class PageCache {
  /** The kernel takes a page for one that is in use when it was read twice. */
  private static final int READS = 2;

  private PageCache() {}

  /** Reads all files below a folder, so that what fits stays in memory. */
  static void bringIn(Path folder) {
    for (int i = 0; i < READS; i++) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(Files::isRegularFile).forEach(PageCache::read);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void read(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException _) {
      // The server removed it meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
