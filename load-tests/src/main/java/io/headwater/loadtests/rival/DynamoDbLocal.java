package io.headwater.loadtests.rival;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Amazon's DynamoDB Local on disk (SQLite), with the versions and settings it comes with. */
public final class DynamoDbLocal extends ProcessRival {
  private static final String MAIN_CLASS =
      "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

  private final Path dataDirectory;

  /**
   * A server that is not started yet.
   *
   * @param folder an existing folder, gets the database and the log {@code dynamodb-local.log}
   */
  public DynamoDbLocal(Path folder) {
    super("DynamoDB Local", folder, "dynamodb-local.log");
    this.dataDirectory = folder;
  }

  @Override
  List<String> command(int port) {
    String classPath = BuiltFiles.dynamoDbLocalClassPath();
    return List.of(
        BuiltFiles.java(),
        BuiltFiles.sharedJvmFlags(),
        "-Dsqlite4java.library.path=" + nativeLibraryFolder(classPath),
        "-cp",
        classPath,
        MAIN_CLASS,
        "-port",
        Integer.toString(port),
        "-dbPath",
        dataDirectory.toString(),
        "-sharedDb",
        "-disableTelemetry");
  }

  /** SQLite's library for this system lies among the files of the class path. */
  private static String nativeLibraryFolder(String classPath) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String wanted = system.contains("mac") ? "libsqlite4java-osx" : "libsqlite4java-linux-amd64";
    return Stream.of(classPath.split(File.pathSeparator, -1))
        .filter(file -> file.contains(wanted))
        .map(file -> file.substring(0, file.lastIndexOf(File.separatorChar)))
        .collect(Collectors.joining());
  }
}
