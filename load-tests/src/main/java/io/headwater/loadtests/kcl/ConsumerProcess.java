package io.headwater.loadtests.kcl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link KclConsumer} in a process of its own, and the thread that hears what it sees. */
final class ConsumerProcess implements AutoCloseable {
  private final int nr;
  private final Process process;
  private final Thread listener;
  private final Thread killAtExit;

  private ConsumerProcess(int nr, Process process, Sightings sightings) {
    this.nr = nr;
    this.process = process;
    this.listener = Thread.ofPlatform().start(() -> listen(sightings));
    this.killAtExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killAtExit);
  }

  /**
   * Starts a consumer.
   *
   * @param nr distinguishes it from the others of a test
   * @param folder gets its log {@code consumer-NR.log}
   */
  static ConsumerProcess start(
      int nr, Path folder, InetSocketAddress endpoint, String streamArn, Sightings sightings) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-cp",
            System.getProperty("java.class.path"),
            KclConsumer.class.getName(),
            "http://" + endpoint.getHostString() + ":" + endpoint.getPort(),
            streamArn,
            worker(nr));
    var builder =
        new ProcessBuilder(command)
            .redirectError(folder.resolve("consumer-" + nr + ".log").toFile());
    try {
      return new ConsumerProcess(nr, builder.start(), sightings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String worker(int nr) {
    return "worker-" + nr;
  }

  /** What is in the pipe when the process dies is still read. */
  private void listen(Sightings sightings) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Sighting sighting = Sighting.fromLine(line);
        if (sighting != null) {
          sightings.add(nr, sighting);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends the process as {@code kill -9} does; returns when all is heard that it has seen. */
  void kill() {
    process.toHandle().destroyForcibly(); // Not the process's own, which would close the pipe.
    try {
      process.waitFor();
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a consumer was to end", e);
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(killAtExit);
  }
}
