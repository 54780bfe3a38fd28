package io.headwater.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.testing.TestMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContentCodingTest {
  private static final int MAX_BYTES = 1 << 20;
  private static final byte[] TEXT = "{\"TableName\":\"music\"}".getBytes(UTF_8);

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decompress_compressed_isTheSame(ContentCoding coding) throws Exception {
    for (int size : new int[] {0, 1, 4096, 100_000, MAX_BYTES}) {
      var body = new byte[size];
      new Random(size).nextBytes(body);

      byte[] compressed = coding.compress(ByteString.fromArray(body)).toArray();

      assertThat(decompressed(coding, compressed)).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decompress_cutAnywhere_isRefused(ContentCoding coding) {
    byte[] whole = coding.compress(ByteString.fromArray(TEXT)).toArray();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);

      assertThatThrownBy(() -> decompressed(coding, cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(ZipException.class);
    }
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decompress_otherBytesAtTheEnd_areIgnored(ContentCoding coding) throws Exception {
    byte[] whole = coding.compress(ByteString.fromArray(TEXT)).toArray();
    for (String junk : List.of("\0", "junk", "\u001f", "x".repeat(100_000))) {
      assertThat(decompressed(coding, joined(whole, junk.getBytes(UTF_8)))).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource(ContentCoding.class)
  void decompress_beyondTheLimit_isRefused(ContentCoding coding) {
    byte[] whole = coding.compress(ByteString.fromArray(new byte[MAX_BYTES + 1])).toArray();

    assertThatThrownBy(() -> decompressed(coding, whole)).isInstanceOf(BodyTooLongException.class);
  }

  @Test
  void deflate_withoutTheZlibFormat_isRefused() {
    try (var raw = new Deflater(Deflater.DEFAULT_COMPRESSION, true)) {
      raw.setInput(TEXT);
      raw.finish();
      byte[] buffer = new byte[100];
      byte[] body = Arrays.copyOf(buffer, raw.deflate(buffer));

      assertThatThrownBy(() -> decompressed(ContentCoding.DEFLATE, body))
          .isInstanceOf(ZipException.class);
    }
  }

  @Test
  void gunzip_secondMemberCut_isRefused() throws Exception {
    byte[] second = gzip(TEXT);

    assertThatThrownBy(
            () -> gunzipped(joined(gzip(TEXT), Arrays.copyOf(second, second.length - 9))))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void gunzip_severalMembers_joinsThem() throws Exception {
    byte[] members = joined(gzip(TEXT), gzip(new byte[0]), gzip(TEXT));

    assertThat(gunzipped(members)).isEqualTo(joined(TEXT, TEXT));
  }

  @Test
  void gunzip_fieldsInTheHeader_areReadPast() throws Exception {
    byte[] plain = gzip(TEXT);
    byte[] header = HexFormat.of().parseHex("1f8b081e000000000003" + "0300616263");
    byte[] named =
        joined(
            header,
            "name\0".getBytes(UTF_8),
            "comment\0".getBytes(UTF_8),
            new byte[2],
            Arrays.copyOfRange(plain, 10, plain.length));

    assertThat(gunzipped(named)).isEqualTo(TEXT);
  }

  @Test
  void gunzip_atAndBeyondTheLimit_isReadAndRefused() throws Exception {
    assertThat(gunzipped(gzip(new byte[MAX_BYTES]))).hasSize(MAX_BYTES);
    assertThatThrownBy(() -> gunzipped(gzip(new byte[MAX_BYTES + 1])))
        .isInstanceOf(BodyTooLongException.class);
  }

  @Test
  void gunzip_manyMembersTogetherBeyondTheLimit_isRefused() throws Exception {
    byte[] half = gzip(new byte[MAX_BYTES / 2]);

    assertThatThrownBy(() -> gunzipped(joined(half, half, gzip(TEXT))))
        .isInstanceOf(BodyTooLongException.class);
  }

  /**
   * As many as fit the longest body; java.util.zip.GZIPInputStream overflows the stack of these.
   */
  @Test
  void gunzip_manyEmptyMembers_isEmpty() throws Exception {
    byte[] empty = gzip(new byte[0]);
    var members = new ByteArrayOutputStream();
    while (members.size() + empty.length <= 16 << 20) {
      members.write(empty);
    }

    assertThat(gunzipped(members.toByteArray())).isEmpty();
  }

  @Test
  void gunzip_wrongSum_isRefused() throws Exception {
    byte[] whole = gzip(TEXT);
    for (int i = whole.length - 8; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;

      assertThatThrownBy(() -> gunzipped(damaged)).isInstanceOf(ZipException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7b7d", // {}
        "1f8c08000000000000000300000000000000000000", // another magic number
        "1f8b07000000000000000300000000000000000000", // another method
        "1f8b08200000000000000300000000000000000000", // a reserved flag
        "1f8b0804000000000003ffff0000", // a field longer than the body
        "1f8b080800000000000361616161", // a name without an end
        "1f8b0800000000000003ffffffffffffffff" // no deflated data
      })
  void gunzip_noGzip_isRefused(String hex) {
    assertThatThrownBy(() -> gunzipped(HexFormat.of().parseHex(hex)))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void gunzip_damaged_isInflatedOrRefused() throws Exception {
    var random = new Random(20_120_810);
    byte[] whole = gzip(new byte[3_000]);
    int refused = 0;
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        gunzipped(damaged);
      } catch (ZipException | BodyTooLongException e) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(1_000);
  }

  private static byte[] gunzipped(byte[] gzip) throws ZipException, BodyTooLongException {
    return decompressed(ContentCoding.GZIP, gzip);
  }

  private static byte[] decompressed(ContentCoding coding, byte[] body)
      throws ZipException, BodyTooLongException {
    return coding
        .decompress(ByteString.fromArray(body), MAX_BYTES, TestMemory.unlimited())
        .toArray();
  }

  private static byte[] gzip(byte[] body) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
