package io.headwater.loadtests.rival;

import io.headwater.loadtests.echo.Echo;
import java.nio.file.Path;
import java.util.List;

/** HTTP alone, see {@link Echo}: what Headwater's figures are shares of. It keeps nothing. */
public final class EchoServer extends ProcessRival {
  /**
   * A server that is not started yet.
   *
   * @param folder an existing folder, gets the log {@code echo.log}
   */
  public EchoServer(Path folder) {
    super("HTTP alone", folder, "echo.log");
  }

  @Override
  List<String> command(int port) {
    return List.of(
        BuiltFiles.java(),
        BuiltFiles.sharedJvmFlags(),
        BuiltFiles.serverJvmFlags(),
        "-cp",
        System.getProperty("java.class.path"),
        Echo.class.getName(),
        Integer.toString(port));
  }
}
