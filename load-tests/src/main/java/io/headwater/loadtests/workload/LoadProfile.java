package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.ProcessFigures.ThreadTime;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.Tool;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a server's CPU time goes while an operation is measured: by threads, as the operating
 * system counts it, and by packages, as Java Flight Recorder's samples of Java code tell. LevelDB,
 * the garbage collector and the compiler show among the threads alone.
 */
final class LoadProfile implements LoadTest.Observer {
  private static final int PARTS_PRINTED = 3;
  private static final String JFR_NEED = "A profile needs a JDK's jcmd";

  /** Deep enough to tell a package by, not a whole class. */
  private static final int PACKAGE_NAMES = 4;

  private final Path folder;
  private final int round;
  private final PrintStream out;
  private Map<Long, ThreadTime> before = Map.of();

  LoadProfile(Path folder, int round, PrintStream out) {
    this.folder = folder;
    this.round = round;
    this.out = out;
  }

  @Override
  public void measurementBegins(Rival rival, LoadOperation operation) {
    jcmd(rival, "JFR.start", "name=load", "settings=profile");
    before = ProcessFigures.threads(rival.processId());
  }

  @Override
  public void measurementEnds(Rival rival, LoadOperation operation) {
    var after = ProcessFigures.threads(rival.processId());
    String name = operation.name().toLowerCase(Locale.ROOT) + "-" + round + ".jfr";
    Path file = folder.resolve(name).toAbsolutePath();
    jcmd(rival, "JFR.stop", "name=load", "filename=" + file);
    var samples = new TreeMap<String, Long>();
    var javaNames = new HashMap<Long, String>();
    read(file, samples, javaNames);
    String threads = largest(nanosOfKinds(before, after, javaNames));
    out.printf("  %s, CPU by threads: %s%n", operation.title(), threads);
    out.printf("  %s, Java samples by package: %s%n", operation.title(), largest(samples));
    out.println("  " + file);
  }

  private static void jcmd(Rival rival, String command, String... arguments) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var line = new ArrayList<String>();
    line.addAll(List.of(jcmd, Long.toString(rival.processId()), command));
    line.addAll(List.of(arguments));
    Tool.run(JFR_NEED, line);
  }

  /** CPU time by kinds of threads, with the JVM's names, which are whole, where it has one. */
  static Map<String, Long> nanosOfKinds(
      Map<Long, ThreadTime> before, Map<Long, ThreadTime> after, Map<Long, String> javaNames) {
    var nanos = new TreeMap<String, Long>();
    after.forEach((number, thread) -> {
      var earlier = before.get(number);
      long nanosBefore = earlier == null ? 0 : earlier.cpu().toNanos();
      String kind = kindOf(javaNames.getOrDefault(number, thread.name()));
      nanos.merge(kind, thread.cpu().toNanos() - nanosBefore, Long::sum);
    });
    return nanos;
  }

  /** A thread's name without the number at its end. */
  static String kindOf(String threadName) {
    return threadName.replaceAll("[-#. ]*\\d+$", "");
  }

  /**
   * Reads samples of running Java code, each counted for the nearest frame that is not the JDK's.
   */
  private static void read(Path file, Map<String, Long> samples, Map<Long, String> javaNames) {
    try (var recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          samples.merge(packageOf(event.getStackTrace().getFrames()), 1L, Long::sum);
          RecordedThread thread = event.getThread("sampledThread");
          if (thread != null && thread.getJavaName() != null) {
            javaNames.put(thread.getOSThreadId(), thread.getJavaName());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String packageOf(List<RecordedFrame> frames) {
    return frames.stream()
        .map(frame -> frame.getMethod().getType().getName())
        .filter(type -> !type.matches("(java|javax|jdk|sun)\\..*"))
        .findFirst()
        .map(LoadProfile::packageOf)
        .orElse("JDK");
  }

  static String packageOf(String className) {
    String[] names = className.split("\\.", -1);
    return String.join(".", List.of(names).subList(0, Math.min(PACKAGE_NAMES, names.length - 1)));
  }

  /** The largest parts and their shares of the whole. */
  static String largest(Map<String, Long> parts) {
    long whole = Math.max(1, parts.values().stream().mapToLong(Long::longValue).sum());
    var texts =
        parts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(PARTS_PRINTED)
            .map(part ->
                String.format(
                    Locale.ROOT, "%s %.0f %%", part.getKey(), 100.0 * part.getValue() / whole))
            .toList();
    return String.join(", ", texts);
  }
}
