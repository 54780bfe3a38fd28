package io.headwater.streams.shard;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.feed.ChangeFeed.Position;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A place in a shard, given to a client and taken back: {@code {streamArn}|1|{base64url}}.
 *
 * <pre>
 *   | version | shard id        | issued at, ms | commit | index  | CRC32C of all before, ARN included |
 *   | u8 = 1  | varint + UTF-8  | varint        | varint | varint | u64, big-endian                    |
 * </pre>
 *
 * The checksum is there to tell a damaged iterator from a good one. It is no signature: whoever may
 * read the stream may read every place of it.
 *
 * @param streamArn names the stream; region and account don't matter
 */
record ShardIterator(String streamArn, String shardId, long issuedAtMillis, Position position) {
  /** As the service model has it. */
  static final int MAX_LENGTH = 2_048;

  private static final String SEPARATOR = "|1|";
  private static final int VERSION = 1;

  String format() {
    var bytes =
        new ByteWriter()
            .writeByte(VERSION)
            .writeString(shardId)
            .writeVarint(issuedAtMillis)
            .writeVarint(position.commit())
            .writeVarint(position.index());
    bytes.writeLong(checksum(streamArn, bytes.toByteArray(), bytes.length()));
    return streamArn
        + SEPARATOR
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /** The iterator that a text stands for; null if it is none that was given out. */
  static @Nullable ShardIterator parse(String text) {
    int separator = text.lastIndexOf(SEPARATOR);
    if (text.length() > MAX_LENGTH || separator < 0) {
      return null;
    }
    String streamArn = text.substring(0, separator);
    try {
      return decode(
          streamArn, Base64.getUrlDecoder().decode(text.substring(separator + SEPARATOR.length())));
    } catch (MalformedBytesException | IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable ShardIterator decode(String streamArn, byte[] bytes) {
    var reader = new ByteReader(bytes);
    if (reader.readByte() != VERSION) {
      return null;
    }
    String shardId = reader.readString();
    long issuedAtMillis = reader.readVarint();
    long commit = reader.readVarint();
    long index = reader.readVarint();
    int contentLength = bytes.length - reader.remaining();
    boolean intact = reader.readLong() == checksum(streamArn, bytes, contentLength);
    reader.expectEnd();
    return intact && commit >= 0 && index >= 0 && index <= Integer.MAX_VALUE
        ? new ShardIterator(streamArn, shardId, issuedAtMillis, new Position(commit, (int) index))
        : null;
  }

  private static long checksum(String streamArn, byte[] content, int length) {
    var crc = new CRC32C();
    crc.update(streamArn.getBytes(StandardCharsets.UTF_8));
    crc.update(content, 0, length);
    return crc.getValue();
  }
}
