package io.headwater.loadtests.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What figures were measured on. */
public final class Machine {
  private static final double KILOBYTE = 1L << 10;
  private static final double GIBIBYTE = 1L << 30;

  private Machine() {}

  /** This machine in one line: processors and their model, memory, operating system and JVM. */
  public static String describe() {
    return describe(
        Runtime.getRuntime().availableProcessors(),
        textOf(Path.of("/proc/cpuinfo")),
        textOf(Path.of("/proc/meminfo")),
        "%s %s, Java %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                Runtime.version()));
  }

  static String describe(int processors, String cpuInfo, String memInfo, String system) {
    String model = valueOf("model name", cpuInfo);
    String memoryKilobytes = valueOf("MemTotal", memInfo).replaceAll("\\D", "");
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %s of memory, %s",
        processors,
        model.isEmpty() ? System.getProperty("os.arch") : model,
        memoryKilobytes.isEmpty() ? "an unknown amount" : gibibytes(memoryKilobytes),
        system);
  }

  private static String gibibytes(String kilobytes) {
    return String.format(Locale.ROOT, "%.1f GiB", Long.parseLong(kilobytes) * KILOBYTE / GIBIBYTE);
  }

  /** What stands behind the first line's colon; empty if there is none. */
  private static String valueOf(String name, String text) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String textOf(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
