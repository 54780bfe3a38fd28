package io.headwater.api.testing;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Ways in which the bytes of a body go wrong. */
final class FuzzBytes {
  /** A byte order mark, halves of characters, overlong and surrogate forms, NUL, signs of JSON. */
  private static final List<byte[]> PIECES =
      List.of(
          HexFormat.of().parseHex("efbbbf"),
          HexFormat.of().parseHex("fffe"),
          HexFormat.of().parseHex("c080"),
          HexFormat.of().parseHex("eda080"),
          HexFormat.of().parseHex("f4908080"),
          HexFormat.of().parseHex("c3"),
          HexFormat.of().parseHex("80"),
          HexFormat.of().parseHex("00"),
          "\"".getBytes(UTF_8),
          "\\".getBytes(UTF_8),
          "{".getBytes(UTF_8),
          "}".getBytes(UTF_8),
          "/**/".getBytes(UTF_8));

  private FuzzBytes() {}

  static byte[] random(Random random) {
    var bytes = new byte[random.nextInt(2_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] damaged(String json, Random random) {
    byte[] bytes = json.getBytes(UTF_8);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 1 -> joined(bytes, bytes);
      case 2 -> json.getBytes(random.nextBoolean() ? UTF_16LE : UTF_16BE);
      case 3 -> joined(PIECES.getFirst(), bytes);
      case 4 -> overwritten(bytes, random);
      default -> {
        int at = random.nextInt(bytes.length + 1);
        byte[] piece = PIECES.get(random.nextInt(PIECES.size()));
        yield joined(Arrays.copyOf(bytes, at), piece, Arrays.copyOfRange(bytes, at, bytes.length));
      }
    };
  }

  /** A few bytes become others of the same text. */
  static byte[] overwritten(byte[] bytes, Random random) {
    byte[] overwritten = bytes.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      overwritten[random.nextInt(bytes.length)] = bytes[random.nextInt(bytes.length)];
    }
    return overwritten;
  }

  static byte[] gzip(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] deflate(byte[] body) {
    var bytes = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(bytes)) {
      deflate.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
