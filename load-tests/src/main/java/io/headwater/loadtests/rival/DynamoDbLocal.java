package io.headwater.loadtests.rival;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Amazon's DynamoDB Local over SQLite, with the versions and settings it comes with. */
public final class DynamoDbLocal extends ProcessRival {
  private static final String MAIN_CLASS =
      "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";

  private final List<String> storageArguments;

  private DynamoDbLocal(Path folder, List<String> storageArguments) {
    super("DynamoDB Local", folder, "dynamodb-local.log");
    this.storageArguments = storageArguments;
  }

  /**
   * A server on disk that is not started yet.
   *
   * @param folder an existing folder, gets the database and the log {@code dynamodb-local.log}
   */
  public static DynamoDbLocal onDisk(Path folder) {
    return new DynamoDbLocal(folder, List.of("-dbPath", folder.toString()));
  }

  /**
   * A server that forgets everything when it stops, and is not started yet.
   *
   * @param folder an existing folder, gets the log {@code dynamodb-local.log}
   */
  public static DynamoDbLocal inMemory(Path folder) {
    return new DynamoDbLocal(folder, List.of("-inMemory"));
  }

  @Override
  List<String> command(int port) {
    String classPath = BuiltFiles.dynamoDbLocalClassPath();
    var command = new ArrayList<String>();
    command.add(BuiltFiles.java());
    command.add(BuiltFiles.sharedJvmFlags());
    command.add("-Dsqlite4java.library.path=" + nativeLibraryFolder(classPath));
    command.addAll(List.of("-cp", classPath, MAIN_CLASS));
    command.addAll(List.of("-port", Integer.toString(port)));
    command.addAll(List.of("-sharedDb", "-disableTelemetry"));
    command.addAll(storageArguments);
    return command;
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
