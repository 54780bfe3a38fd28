package io.headwater.loadtests.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the build left what is started here. */
public final class BuiltFiles {
  /** The repository's root; set by the build for tests, and by {@code ./run} for commands. */
  private static final Path ROOT = Path.of(System.getProperty("headwater.root", ".."));

  private BuiltFiles() {}

  static Path runnableJar() {
    return existing(ROOT.resolve("api/target/headwater.jar"));
  }

  /** The flags that every JVM of the project gets, as an argument of {@code java}. */
  public static String sharedJvmFlags() {
    return "@" + existing(ROOT.resolve("jvm.options"));
  }

  static String serverJvmFlags() {
    return "@" + existing(ROOT.resolve("server-jvm.options"));
  }

  /** As the launcher sets it; a cache that is not there only costs time. */
  static String aheadOfTimeCacheFlag() {
    return "-XX:AOTCache=" + ROOT.resolve("api/target/headwater.aot").toAbsolutePath().normalize();
  }

  static String dynamoDbLocalClassPath() {
    try {
      return Files.readString(existing(ROOT.resolve("load-tests/target/dynamodb-local.classpath")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path diskFaultsSource() {
    return existing(ROOT.resolve("load-tests/src/main/c/disk_faults.c"));
  }

  /** The command of the JVM that runs this. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(file + " is not there; mvn -DskipTests package builds it");
    }
    return file.toAbsolutePath().normalize();
  }
}
