package io.headwater.loadtests.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The library of disk faults, {@code src/main/c/disk_faults.c}, which comes between a server and
 * its operating system: it makes syncs fail, and keeps what a power cut would leave.
 */
public final class DiskFaults {
  /** What a power cut does to names and sizes of files, and to what was not synced. */
  public enum Names {
    /** A name is there when its directory was synced, a size when its file was. */
    STRICT,
    /** Each sync confirms all that came before it, as on a file system with a journal. */
    ORDERED,
    /** As strict, but any pages survive that were written since the last sync of their file. */
    ANY_ORDER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Path library;
  private final Names names;

  private DiskFaults(Path library, Names names) {
    this.library = library;
    this.names = names;
  }

  /** Compiles the library into a folder; says so if that cannot be done here. */
  public static DiskFaults compileInto(Path folder, Names names) {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      throw new CannotRunException("The library of disk faults is for Linux on x86-64 alone.");
    }
    Path library = folder.resolve("disk_faults.so");
    Tool.run(
        "This command needs a C compiler, to build load-tests/src/main/c/disk_faults.c",
        List.of(
            "cc",
            "-O2",
            "-shared",
            "-fPIC",
            "-o",
            library.toString(),
            BuiltFiles.diskFaultsSource().toString(),
            "-lpthread"));
    return new DiskFaults(library, names);
  }

  /**
   * The environment of a process whose power will be cut.
   *
   * @param directory the process's data, an existing directory
   * @param shadow gets {@code tree}, which has only what is synced; on the same file system
   */
  public Map<String, String> shadow(Path directory, Path shadow) {
    var environment = new HashMap<String, String>();
    environment.put("LD_PRELOAD", library.toString());
    environment.put("HEADWATER_FAULTS_DIRECTORY", real(directory).toString());
    environment.put("HEADWATER_FAULTS_SHADOW", shadow.toAbsolutePath().toString());
    environment.put("HEADWATER_FAULTS_NAMES", names == Names.ORDERED ? "ordered" : "strict");
    return environment;
  }

  /** Whether pages that were not synced may survive a power cut. */
  public boolean isInAnyOrder() {
    return names == Names.ANY_ORDER;
  }

  /**
   * The environment of a process that cannot read one byte of a file.
   *
   * @param directory the process's data, an existing directory
   * @param file relative to the directory
   */
  public Map<String, String> failingRead(Path directory, Path file, long offset) {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "HEADWATER_FAULTS_DIRECTORY", real(directory).toString(),
        "HEADWATER_FAULTS_FAIL_READ_OF", "/" + file,
        "HEADWATER_FAULTS_FAIL_READ_AT", Long.toString(offset));
  }

  /**
   * The environment of a process for which one sync fails, and whose power will be cut.
   *
   * @param syncNr which sync fails, from the moment on when the arm file is there
   * @param armFile {@code ARM_FILE.happened} is made when it fails, and says which it was
   */
  public Map<String, String> failingSync(Path directory, Path shadow, int syncNr, Path armFile) {
    var environment = shadow(directory, shadow);
    environment.put("HEADWATER_FAULTS_FAIL_SYNC_AT", Integer.toString(syncNr));
    environment.put("HEADWATER_FAULTS_ARM_FILE", armFile.toAbsolutePath().toString());
    return environment;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
