package io.headwater.loadtests.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What Linux tells of a process under {@code /proc}. */
public final class ProcessFigures {
  private static final Path PROC = Path.of("/proc");

  /** The kernel tells times in these units to every program, whatever its own clock. */
  private static final Duration TICK = Duration.ofMillis(10);

  private ProcessFigures() {}

  /**
   * Bytes that the process has caused to be written to disks: whole pages, less those that were cut
   * off before they got there. 0 where there is no {@code /proc}.
   */
  public static long writtenBytes(long processId) {
    Path file = PROC.resolve(processId + "/io");
    return Files.exists(file) ? writtenBytes(read(file)) : 0;
  }

  static long writtenBytes(String io) {
    return number(io, "write_bytes:") - number(io, "cancelled_write_bytes:");
  }

  /** Bytes of memory that the process has now. 0 where there is no {@code /proc}. */
  public static long residentBytes(long processId) {
    Path file = PROC.resolve(processId + "/status");
    return Files.exists(file) ? residentBytes(read(file)) : 0;
  }

  static long residentBytes(String status) {
    return number(status, "VmRSS:") * 1024;
  }

  /** Bytes of memory that are not a file's. 0 where there is no {@code /proc}. */
  public static long anonymousBytes(long processId) {
    Path file = PROC.resolve(processId + "/status");
    return Files.exists(file) ? anonymousBytes(read(file)) : 0;
  }

  static long anonymousBytes(String status) {
    return number(status, "RssAnon:") * 1024;
  }

  /**
   * A thread as the operating system sees it.
   *
   * @param name its first 15 characters
   */
  public record ThreadTime(String name, Duration cpu) {}

  /** The threads that run now, by the system's number. Empty where there is no {@code /proc}. */
  public static Map<Long, ThreadTime> threads(long processId) {
    var threads = new HashMap<Long, ThreadTime>();
    Path tasks = PROC.resolve(processId + "/task");
    if (!Files.exists(tasks)) {
      return threads;
    }
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(tasks)) {
      for (Path folder : folders) {
        addThread(folder, threads);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return threads;
  }

  private static void addThread(Path folder, Map<Long, ThreadTime> threads) throws IOException {
    try {
      String stat = Files.readString(folder.resolve("stat"));
      long number = Long.parseLong(folder.getFileName().toString());
      threads.put(number, new ThreadTime(threadName(stat), cpuTime(stat)));
    } catch (NoSuchFileException _) {
      // The thread has ended meanwhile.
    }
  }

  /** The name in a thread's {@code stat}, which may hold blanks and brackets. */
  static String threadName(String stat) {
    return stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
  }

  static Duration cpuTime(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]); // utime and stime
    return TICK.multipliedBy(ticks);
  }

  private static long number(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No " + name + " in " + text));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
