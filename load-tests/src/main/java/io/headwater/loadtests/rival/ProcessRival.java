package io.headwater.loadtests.rival;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the adapters share: a process that comes and goes over one data directory. */
abstract sealed class ProcessRival implements Rival
    permits HeadwaterJar, DynamoDbLocal, EchoServer {
  private final String name;
  private final Path workingDirectory;
  private final Path logFile;
  private InetSocketAddress endpoint = ServerProcess.freeEndpoint();
  private @Nullable ServerProcess process;

  ProcessRival(String name, Path workingDirectory, String logFileName) {
    this.name = name;
    this.workingDirectory = workingDirectory;
    this.logFile = workingDirectory.resolve(logFileName);
  }

  /** The command that serves a port in the foreground. */
  abstract List<String> command(int port);

  /** What the process finds in its environment on top of this one's. */
  Map<String, String> environment() {
    return Map.of();
  }

  /** Where the next process is to listen. */
  InetSocketAddress newEndpoint() {
    return ServerProcess.freeEndpoint();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration start() {
    if (process != null) {
      throw new IllegalStateException(name + " runs already");
    }
    endpoint = newEndpoint();
    var started =
        ServerProcess.start(
            command(endpoint.getPort()), environment(), workingDirectory, endpoint, logFile);
    process = started;
    return started.timeToFirstAnswer();
  }

  @Override
  public InetSocketAddress endpoint() {
    return endpoint;
  }

  @Override
  public long processId() {
    return running().processId();
  }

  @Override
  public Duration cpuTime() {
    return running().cpuTime();
  }

  @Override
  public void stop() {
    var stopped = running();
    process = null;
    stopped.stop();
  }

  @Override
  public void kill() {
    var killed = running();
    process = null;
    killed.kill();
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private ServerProcess running() {
    if (process == null) {
      throw new IllegalStateException(name + " does not run");
    }
    return process;
  }
}
