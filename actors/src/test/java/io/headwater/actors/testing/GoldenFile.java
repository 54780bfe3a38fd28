package io.headwater.actors.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bytes of a released format, one named case a line: {@code name = hex}. Such bytes lie in users'
 * stores, so a line is never changed, only added.
 *
 * <p>Tests with {@code -Dheadwater.golden.rewrite=true} write the files instead of comparing; the
 * difference is for review.
 */
public final class GoldenFile {
  private static final boolean REWRITE = Boolean.getBoolean("headwater.golden.rewrite");
  private static final String SEPARATOR = " = ";

  private final Path path;

  private GoldenFile(Path path) {
    this.path = path;
  }

  /** A file of this module's {@code src/test/resources/golden}. */
  public static GoldenFile named(String name) {
    return new GoldenFile(Path.of("src/test/resources/golden", name + ".txt"));
  }

  /** Compares all cases, in their order. */
  public void assertHolds(Map<String, byte[]> cases) {
    Map<String, String> actual = new LinkedHashMap<>();
    cases.forEach((name, bytes) -> actual.put(name, HexFormat.of().formatHex(bytes)));
    if (REWRITE) {
      write(actual);
    }
    assertThat(readLines()).containsExactlyEntriesOf(actual);
  }

  /** The cases as they stand in the file. */
  public Map<String, byte[]> read() {
    Map<String, byte[]> cases = new LinkedHashMap<>();
    readLines().forEach((name, hex) -> cases.put(name, HexFormat.of().parseHex(hex)));
    return cases;
  }

  private Map<String, String> readLines() {
    Map<String, String> lines = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(path)) {
        int separator = line.indexOf(SEPARATOR);
        lines.put(line.substring(0, separator), line.substring(separator + SEPARATOR.length()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private void write(Map<String, String> lines) {
    var text = new StringBuilder();
    lines.forEach((name, hex) -> text.append(name).append(SEPARATOR).append(hex).append('\n'));
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
