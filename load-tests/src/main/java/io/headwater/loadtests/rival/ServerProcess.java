package io.headwater.loadtests.rival;

import io.headwater.loadtests.client.DynamoDbConnection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own. What it prints is in a log file; it dies with this JVM. */
final class ServerProcess {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  /** Between two tries to get a first answer: fine enough to time a start of seconds. */
  private static final Duration POLL_INTERVAL = Duration.ofMillis(5);

  private static final int FIRST_LASTING_PORT = 20_000;

  /** Linux gives outgoing connections ports from here on. */
  private static final int END_OF_LASTING_PORTS = 32_768;

  private final Process process;
  private final Path logFile;
  private final Thread killAtExit;
  private final Duration timeToFirstAnswer;

  private ServerProcess(
      List<String> command,
      Map<String, String> environment,
      Path workingDirectory,
      InetSocketAddress endpoint,
      Path logFile)
      throws IOException {
    this.logFile = logFile;
    var builder =
        new ProcessBuilder(command)
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
            .redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    long startedNanos = System.nanoTime();
    process = builder.start();
    killAtExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killAtExit);
    awaitFirstAnswer(endpoint, startedNanos);
    timeToFirstAnswer = Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Starts a server that will listen on the endpoint; returns when it has answered a request. */
  static ServerProcess start(
      List<String> command,
      Map<String, String> environment,
      Path workingDirectory,
      InetSocketAddress endpoint,
      Path logFile) {
    try {
      return new ServerProcess(command, environment, workingDirectory, endpoint, logFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port of this machine that nobody listens on at the moment. */
  static InetSocketAddress freeEndpoint() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A free port that no outgoing connection is given meanwhile, so that a server can come back to
   * it.
   */
  static InetSocketAddress lastingEndpoint() {
    for (int port = FIRST_LASTING_PORT; port < END_OF_LASTING_PORTS; port++) {
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
      } catch (IOException _) {
        // Taken; the next one may be free.
      }
    }
    throw new CannotRunException("No port is free below " + END_OF_LASTING_PORTS);
  }

  private void awaitFirstAnswer(InetSocketAddress endpoint, long startedNanos) throws IOException {
    while (!answers(endpoint)) {
      if (!process.isAlive()) {
        release();
        throw new IllegalStateException(
            "The server ended with exit code " + process.exitValue() + ". It printed:\n" + log());
      }
      if (System.nanoTime() - startedNanos > START_TIMEOUT.toNanos()) {
        kill();
        throw new IllegalStateException("No answer in " + START_TIMEOUT + ". Printed:\n" + log());
      }
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
    }
  }

  private static boolean answers(InetSocketAddress endpoint) {
    try (var connection = DynamoDbConnection.open(endpoint)) {
      return connection.call("ListTables", "{}").isSuccess();
    } catch (IOException e) {
      return false; // Not yet.
    }
  }

  Duration timeToFirstAnswer() {
    return timeToFirstAnswer;
  }

  long processId() {
    return process.pid();
  }

  Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  void stop() {
    process.destroy();
    if (!awaitEnd()) {
      kill();
      throw new IllegalStateException("Not stopped in " + STOP_TIMEOUT + "; log: " + logFile);
    }
  }

  void kill() {
    process.destroyForcibly();
    if (!awaitEnd()) {
      throw new IllegalStateException("Not killed in " + STOP_TIMEOUT);
    }
  }

  private boolean awaitEnd() {
    try {
      boolean ended = process.waitFor(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (ended) {
        release();
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a server was to end", e);
    }
  }

  private void release() {
    try {
      Runtime.getRuntime().removeShutdownHook(killAtExit);
    } catch (IllegalStateException _) {
      // This JVM is going down: the hook does its work now.
    }
  }

  private String log() throws IOException {
    return Files.readString(logFile);
  }
}
