package io.headwater.loadtests.soak;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Brings to a shadow what a machine may have written before its power failed, though no sync asked
 * for it: of the pages that a killed process left in the kernel's memory any half, in any order.
 */
final class SurvivingPages {
  private static final int PAGE_BYTES = 4096;

  private final Path inodes;
  private final RandomGenerator random;

  /**
   * Pages for a shadow.
   *
   * @param inodes the folder in which the library of disk faults keeps a copy of each file, under
   *     the number of its inode and the time of its birth
   */
  SurvivingPages(Path inodes, RandomGenerator random) {
    this.inodes = inodes;
    this.random = random;
  }

  /** Copies pages of all files below a directory that nothing writes to any more. */
  void copyFrom(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path copy = inodes.resolve(identityOf(file));
      if (Files.exists(copy)) {
        copyPages(file, copy);
      }
    }
  }

  private static String identityOf(Path file) throws IOException {
    Instant born = Files.readAttributes(file, BasicFileAttributes.class).creationTime().toInstant();
    return "%s-%d-%d"
        .formatted(Files.getAttribute(file, "unix:ino"), born.getEpochSecond(), born.getNano());
  }

  private void copyPages(Path file, Path copy) throws IOException {
    ByteBuffer left = ByteBuffer.allocate(PAGE_BYTES);
    ByteBuffer synced = ByteBuffer.allocate(PAGE_BYTES);
    try (var source = FileChannel.open(file, StandardOpenOption.READ);
        var target = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long at = 0; at < source.size(); at += PAGE_BYTES) {
        read(source, left, at);
        read(target, synced, at);
        if (!left.equals(synced) && random.nextBoolean()) {
          target.write(left, at);
        }
      }
    }
  }

  private static void read(FileChannel from, ByteBuffer page, long at) throws IOException {
    page.clear();
    while (page.hasRemaining() && from.read(page, at + page.position()) >= 0) {
      // Reads on until the page or the file ends.
    }
    page.flip();
  }
}
