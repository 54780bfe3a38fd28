package io.headwater.loadtests.soak;

import io.headwater.loadtests.rival.BuiltFiles;
import io.headwater.loadtests.soak.RebuildMain.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link RebuildMain} in a process of its own; it dies with this JVM. */
final class RebuildProcess implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedReader lines;
  private final Thread killAtExit;

  private RebuildProcess(Process process) {
    this.process = process;
    this.lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.killAtExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /**
   * Starts a process.
   *
   * @param log gets what it logs
   */
  static RebuildProcess start(
      Path directory, int groups, Tables tables, Map<String, String> environment, Path log) {
    var builder =
        new ProcessBuilder(
                List.of(
                    BuiltFiles.java(),
                    BuiltFiles.sharedJvmFlags(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RebuildMain.class.getName(),
                    directory.toString(),
                    Integer.toString(groups),
                    tables.name()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      return new RebuildProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line that it prints; null if it has ended. */
  @Nullable String nextLine() {
    var line = CompletableFuture.supplyAsync(this::readLine);
    try {
      return line.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a process was to print a line", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("No line from the process within " + TIMEOUT, e);
    }
  }

  private @Nullable String readLine() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process as {@code kill -9} does; what it has printed can still be read. */
  void kill() {
    process.toHandle().destroyForcibly(); // Not the process's own, which would close the pipe.
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a process was to end", e);
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killAtExit);
  }
}
