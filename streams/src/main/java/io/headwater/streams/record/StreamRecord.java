package io.headwater.streams.record;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Kind;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.StreamViewType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One change of an item as a stream shows it.
 *
 * @param eventId 32 hexadecimal digits, the same whenever and by whomever the change is read
 * @param createdAtSeconds the commit's time, rounded down
 * @param newImage the item after the change, where the view type shows it
 * @param oldImage the item before the change, where the view type shows it
 * @param sizeBytes keys and images shown, by DynamoDB's rules for item sizes
 * @param expired whether the service removed the item because its time to live was over
 */
public record StreamRecord(
    String eventId,
    Kind eventName,
    long createdAtSeconds,
    Item keys,
    @Nullable EncodedItem newImage,
    @Nullable EncodedItem oldImage,
    SequenceNumber sequenceNumber,
    long sizeBytes,
    StreamViewType viewType,
    boolean expired) {

  /** Of the record's form, as the Streams API tells it. */
  public static final String EVENT_VERSION = "1.1";

  public static final String EVENT_SOURCE = "aws:dynamodb";

  /** The type in the user identity of a record of an expired item; others have none. */
  public static final String EXPIRY_IDENTITY_TYPE = "Service";

  /** The principal in the user identity of a record of an expired item. */
  public static final String EXPIRY_PRINCIPAL_ID = "dynamodb.amazonaws.com";

  private static final long MILLIS_PER_SECOND = 1_000;

  /**
   * A change as the stream of one shard shows it.
   *
   * @param shardName names the shard among all shards of the database, also those of streams that
   *     are gone
   */
  public static StreamRecord of(Change change, StreamViewType viewType, String shardName) {
    var newImage = viewType.showsNewImage() ? change.newImage() : null;
    var oldImage = viewType.showsOldImage() ? change.oldImage() : null;
    var sequenceNumber = SequenceNumber.of(change.position());
    return new StreamRecord(
        eventId(shardName, sequenceNumber),
        change.kind(),
        Math.floorDiv(change.committedAtMillis(), MILLIS_PER_SECOND),
        change.keys(),
        newImage,
        oldImage,
        sequenceNumber,
        ItemSize.of(change.keys()) + sizeBytes(newImage) + sizeBytes(oldImage),
        viewType,
        change.expired());
  }

  private static long sizeBytes(@Nullable EncodedItem image) {
    return image == null ? 0 : image.itemSizeBytes();
  }

  /** MD5 for its 128 bits: an id has to be unique and stable here, not secret. */
  private static String eventId(String shardName, SequenceNumber sequenceNumber) {
    try {
      var digest = MessageDigest.getInstance("MD5");
      digest.update(shardName.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(sequenceNumber.format().getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
