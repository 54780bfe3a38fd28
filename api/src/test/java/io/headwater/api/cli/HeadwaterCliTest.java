package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong at a start is told in one line, with exit code 1. */
final class HeadwaterCliTest {
  private final CliRuns cli = new CliRuns();

  @Test
  void run_help_tellsTheCommands() {
    assertThat(cli.run("--help")).isZero();
    assertThat(cli.out()).contains("serve");
  }

  @Test
  void run_unknownFlag_isTold() {
    assertThat(cli.run("serve", "--prot", "8000")).isEqualTo(1);
    cli.assertOneLine("--prot");
  }

  @Test
  void run_badPort_isTold() {
    assertThat(cli.run("serve", "--port", "many")).isEqualTo(1);
    cli.assertOneLine("--port");
  }

  @Test
  void run_portOutOfRange_isTold(@TempDir Path directory) {
    assertThat(cli.run("serve", "--port", "70000", "--data-dir", directory.toString()))
        .isEqualTo(1);
    cli.assertOneLine("headwater.http.port must be 0 to 65535, not 70000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void run_hostThatOthersReach_isRefusedWithoutPermission(String host, @TempDir Path directory)
      throws IOException {
    // A port in use, so that a start that is not refused ends, too, and nobody reaches it.
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String data = directory.toString();

      assertThat(cli.run("serve", "--host", host, "--port", port, "--data-dir", data)).isEqualTo(1);
    }
    cli.assertOneLine(
        "Cannot listen on " + host + ": authentication is off",
        "headwater.http.allow-unauthenticated = true");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void run_missingConfigFile_isTold(@TempDir Path directory) {
    assertThat(cli.run("serve", "--config", directory.resolve("none.conf").toString()))
        .isEqualTo(1);
    cli.assertOneLine("none.conf");
  }

  @Test
  void run_malformedConfigFile_isTold(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.conf"), "headwater { http {");

    assertThat(cli.run("serve", "--config", file.toString())).isEqualTo(1);
    cli.assertOneLine("bad.conf");
  }

  @Test
  void run_ephemeralWithDataDirectory_isTold(@TempDir Path directory) {
    assertThat(cli.run("serve", "--ephemeral", "--data-dir", directory.toString())).isEqualTo(1);
    cli.assertOneLine("--ephemeral");
  }

  @Test
  void run_portInUse_isTold(@TempDir Path directory) throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      assertThat(cli.run("serve", "--port", port, "--data-dir", directory.toString())).isEqualTo(1);
      cli.assertOneLine("Cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void run_dataDirectoryInUse_isTold(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory)) {
      assertThat(server.endpoint().getPort()).isPositive();

      assertThat(cli.run("serve", "--port", "0", "--data-dir", directory.toString())).isEqualTo(1);
      cli.assertOneLine(directory.toString());
    }
  }

  @Test
  void run_dataDirectoryThatIsAFile_isTold(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThat(cli.run("serve", "--port", "0", "--data-dir", file.toString())).isEqualTo(1);
    cli.assertOneLine(file.toString());
  }

  /** The lock can't be made, as in a directory without write permission, which a root user has. */
  @Test
  void run_dataDirectoryThatCannotBeWritten_isTold(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("headwater.lock"));

    assertThat(cli.run("serve", "--port", "0", "--data-dir", directory.toString())).isEqualTo(1);
    cli.assertOneLine("Cannot write to data directory " + directory);
  }
}
