package io.headwater.persistence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Bytes as a released version wrote them, which every later one must read: lines {@code name: hex}
 * in {@code src/test/resources/golden}. Such a file is added to, never changed.
 */
public final class GoldenFile {
  private final Map<String, byte[]> entries = new HashMap<>();

  private GoldenFile(String text) {
    text.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          int colon = line.indexOf(": ");
          entries.put(line.substring(0, colon), HexFormat.of().parseHex(line.substring(colon + 2)));
        });
  }

  /** Reads a file of the class path's directory {@code golden}. */
  public static GoldenFile of(String name) {
    try (var file = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
      if (file == null) {
        throw new IllegalArgumentException("No golden file " + name);
      }
      return new GoldenFile(new String(file.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of that name. */
  public byte[] bytes(String name) {
    byte[] bytes = entries.get(name);
    if (bytes == null) {
      throw new IllegalArgumentException("No golden entry " + name);
    }
    return bytes;
  }
}
