package io.headwater.loadtests.rival;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Headwater as its users run it: from the runnable jar, every write synced before its answer. As in
 * the launcher, {@code HEADWATER_JAVA_OPTIONS} adds JVM flags.
 */
public final class HeadwaterJar extends ProcessRival {
  private final Path dataDirectory;
  private final List<String> moreArguments;
  private final List<String> moreJvmFlags;
  private final Map<String, String> environment;
  private final @Nullable InetSocketAddress lastingEndpoint;

  /**
   * A server that is not started yet.
   *
   * @param folder gets the data directory {@code headwater-data} and the log {@code headwater.log}
   * @param moreArguments further arguments of {@code serve}
   */
  public HeadwaterJar(Path folder, List<String> moreArguments) {
    this(folder, moreArguments, List.of(), Map.of());
  }

  /**
   * A server that is not started yet.
   *
   * @param moreJvmFlags such as {@code -Xmx512m}; they come last and win
   * @param environment variables on top of this process's
   */
  public HeadwaterJar(
      Path folder,
      List<String> moreArguments,
      List<String> moreJvmFlags,
      Map<String, String> environment) {
    this(folder, moreArguments, moreJvmFlags, environment, null);
  }

  private HeadwaterJar(
      Path folder,
      List<String> moreArguments,
      List<String> moreJvmFlags,
      Map<String, String> environment,
      @Nullable InetSocketAddress lastingEndpoint) {
    super("Headwater", folder, "headwater.log");
    this.dataDirectory = dataDirectory(folder);
    this.moreArguments = List.copyOf(moreArguments);
    this.moreJvmFlags = List.copyOf(moreJvmFlags);
    this.environment = Map.copyOf(environment);
    this.lastingEndpoint = lastingEndpoint;
  }

  /** A server that comes back to the same port each time it is started. */
  public static HeadwaterJar atOnePort(Path folder) {
    return new HeadwaterJar(
        folder, List.of(), List.of(), Map.of(), ServerProcess.lastingEndpoint());
  }

  /** The data directory of a server whose folder this is. */
  public static Path dataDirectory(Path folder) {
    return folder.resolve("headwater-data");
  }

  @Override
  InetSocketAddress newEndpoint() {
    return lastingEndpoint == null ? super.newEndpoint() : lastingEndpoint;
  }

  @Override
  Map<String, String> environment() {
    return environment;
  }

  @Override
  List<String> command(int port) {
    var command = new ArrayList<String>();
    command.add(BuiltFiles.java());
    command.add(BuiltFiles.sharedJvmFlags());
    command.add(BuiltFiles.serverJvmFlags());
    command.add(BuiltFiles.aheadOfTimeCacheFlag());
    String fromEnvironment = System.getenv().getOrDefault("HEADWATER_JAVA_OPTIONS", "");
    Stream.of(fromEnvironment.split(" ")).filter(flag -> !flag.isEmpty()).forEach(command::add);
    command.addAll(moreJvmFlags);
    command.addAll(List.of("-jar", BuiltFiles.runnableJar().toString(), "serve"));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--data-dir", dataDirectory.toString()));
    command.addAll(moreArguments);
    return command;
  }
}
