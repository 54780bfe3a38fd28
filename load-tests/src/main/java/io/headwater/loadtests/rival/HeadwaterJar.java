package io.headwater.loadtests.rival;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Headwater as its users run it: from the runnable jar, every write synced before its answer. */
public final class HeadwaterJar extends ProcessRival {
  private final Path dataDirectory;
  private final List<String> moreArguments;

  /**
   * A server that is not started yet.
   *
   * @param folder gets the data directory {@code headwater-data} and the log {@code headwater.log}
   * @param moreArguments further arguments of {@code serve}
   */
  public HeadwaterJar(Path folder, List<String> moreArguments) {
    super("Headwater", folder, "headwater.log");
    this.dataDirectory = folder.resolve("headwater-data");
    this.moreArguments = List.copyOf(moreArguments);
  }

  @Override
  List<String> command(int port) {
    var command = new ArrayList<String>();
    command.add(BuiltFiles.java());
    command.add(BuiltFiles.sharedJvmFlags());
    command.add(BuiltFiles.serverJvmFlags());
    command.add(BuiltFiles.aheadOfTimeCacheFlag());
    command.addAll(List.of("-jar", BuiltFiles.runnableJar().toString(), "serve"));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(List.of("--data-dir", dataDirectory.toString()));
    command.addAll(moreArguments);
    return command;
  }
}
