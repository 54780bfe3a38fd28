package io.headwater.loadtests.rival;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A file system of its own with little room, which can be filled. Only root can make one. */
public final class SmallDisk implements AutoCloseable {
  /** What a small disk lies on. */
  public enum Kind {
    /** A file with an ext4 file system, mounted by a loop device. */
    EXT4,
    /** Memory. */
    TMPFS
  }

  private static final String NEED = "Only root can mount a small disk, and not everywhere";
  private static final int MEGABYTE = 1 << 20;

  private final Path path;
  private final Path filler;
  private final Thread unmountAtExit;

  private SmallDisk(Path path) {
    this.path = path;
    this.filler = path.resolve("filler");
    this.unmountAtExit = new Thread(this::unmount);
    Runtime.getRuntime().addShutdownHook(unmountAtExit);
  }

  /** Makes and mounts a disk in a folder that is there for it alone. */
  public static SmallDisk mount(Path folder, Kind kind, int megabytes) {
    try {
      Path path = Files.createDirectory(folder.resolve("disk"));
      switch (kind) {
        case EXT4 -> mountExt4(folder.resolve("disk.image"), path, megabytes);
        case TMPFS -> {
          String size = String.format(Locale.ROOT, "size=%dm", megabytes);
          Tool.run(NEED, List.of("mount", "-t", "tmpfs", "-o", size, "none", path.toString()));
        }
      }
      return new SmallDisk(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mountExt4(Path image, Path path, int megabytes) throws IOException {
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) megabytes * MEGABYTE);
    }
    // No blocks reserved for root, who would fill those too.
    Tool.run(NEED, List.of("mkfs.ext4", "-q", "-m", "0", image.toString()));
    Tool.run(NEED, List.of("mount", "-o", "loop", image.toString(), path.toString()));
  }

  public Path path() {
    return path;
  }

  /** Writes to a file until there is no room for another byte. */
  public void fill() throws IOException {
    for (int chunkBytes = MEGABYTE; chunkBytes > 0; chunkBytes /= 16) {
      fillBy(chunkBytes);
    }
  }

  private void fillBy(int chunkBytes) throws IOException {
    byte[] chunk = new byte[chunkBytes];
    try (OutputStream out = new FileOutputStream(filler.toFile(), true)) {
      while (path.toFile().getUsableSpace() >= chunkBytes) {
        out.write(chunk);
      }
    } catch (IOException e) {
      if (path.toFile().getUsableSpace() >= MEGABYTE) {
        throw e;
      } // Otherwise the server took the last of it, and the disk is as full as it should be.
    }
  }

  /** Removes what filled the disk. */
  public void makeRoom() throws IOException {
    Files.deleteIfExists(filler);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(unmountAtExit);
    unmount();
  }

  private void unmount() {
    Tool.run("The small disk is still mounted", List.of("umount", path.toString()));
  }
}
