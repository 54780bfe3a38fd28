package io.headwater.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import org.fusesource.leveldbjni.internal.NativeDB;

/**
 * LevelDB's native library, unpacked into the data directory once and loaded from there.
 *
 * <p>Left to itself the binding unpacks a new copy into the temporary directory at every start,
 * where a noexec mount or another user's cleaner may be in its way. It looks first into the
 * directory that a system property names, so the property is set while it loads.
 */
final class NativeLibrary {
  private static final String PATH_PROPERTY = "library.leveldbjni.path";

  private NativeLibrary() {}

  /** Loads the library. A process loads it once; a second store finds it there. */
  static synchronized void load(Path directory) {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!architecture.equals("amd64") && !architecture.equals("x86_64")) {
      throw new StoreOpenException(
          "The embedded store needs an x86-64 processor; this one is " + architecture);
    }
    try {
      unpack(directory);
    } catch (IOException e) {
      throw new StoreOpenException("Cannot unpack LevelDB's library into " + directory, e);
    }
    String before = System.getProperty(PATH_PROPERTY);
    if (before == null) {
      System.setProperty(PATH_PROPERTY, directory.toString());
    }
    try {
      NativeDB.LIBRARY.load();
    } catch (UnsatisfiedLinkError e) {
      throw new StoreOpenException("Cannot load LevelDB's library from " + directory, e);
    } finally {
      if (before == null) {
        System.clearProperty(PATH_PROPERTY);
      }
    }
  }

  /** Leaves a file that is what it should be alone, and replaces any other in one step. */
  private static void unpack(Path directory) throws IOException {
    byte[] library = packedLibrary();
    Path file = directory.resolve(NativeDB.LIBRARY.getLibraryFileName());
    if (Files.exists(file)
        && Files.size(file) == library.length
        && Arrays.equals(Files.readAllBytes(file), library)) {
      return;
    }
    Files.createDirectories(directory);
    Path unpacking = directory.resolve("unpacking"); // The directory has one user at a time.
    Files.write(unpacking, library);
    Files.move(unpacking, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] packedLibrary() throws IOException {
    String resource = NativeDB.LIBRARY.getPlatformSpecifcResourcePath();
    try (var packed = NativeDB.class.getClassLoader().getResourceAsStream(resource)) {
      if (packed == null) {
        throw new StoreOpenException("LevelDB has no library for this platform: " + resource);
      }
      return packed.readAllBytes();
    }
  }
}
