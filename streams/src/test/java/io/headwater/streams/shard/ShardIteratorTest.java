package io.headwater.streams.shard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.feed.ChangeFeed.Position;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShardIteratorTest {
  private static final String STREAM_ARN =
      "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-01-01T00:00:00.000";
  private static final String SHARD_ID = "shardId-00000001700000000000-f55eea83";

  /** Iterators live 15 minutes, but clients of a release keep theirs over an update. */
  private static final String GOLDEN =
      STREAM_ARN + "|1|ASVzaGFyZElkLTAwMDAwMDAxNzAwMDAwMDAwMDAwLWY1NWVlYTgz";

  @Property(tries = 200)
  void parse_whatWasFormatted_isTheSameIterator(
      @ForAll @LongRange(min = 0) long issuedAt,
      @ForAll @LongRange(min = 0) long commit,
      @ForAll @IntRange(min = 0) int index) {
    var iterator = new ShardIterator(STREAM_ARN, SHARD_ID, issuedAt, new Position(commit, index));

    assertThat(ShardIterator.parse(iterator.format())).isEqualTo(iterator);
    assertThat(iterator.format().length()).isLessThanOrEqualTo(ShardIterator.MAX_LENGTH);
  }

  @Test
  void format_anyIterator_beginsAsDocumented() {
    var iterator = new ShardIterator(STREAM_ARN, SHARD_ID, 1_700_000_000_000L, new Position(7, 3));

    assertThat(iterator.format()).startsWith(GOLDEN);
  }

  @Property(tries = 300)
  void parse_oneCharacterChanged_isNullOrTheSame(
      @ForAll @IntRange(min = 0, max = 160) int place, @ForAll char replacement) {
    var iterator = new ShardIterator(STREAM_ARN, SHARD_ID, 1_700_000_000_000L, new Position(7, 3));
    var damaged = new StringBuilder(iterator.format());
    int at = place % damaged.length();
    damaged.setCharAt(at, replacement);

    var parsed = ShardIterator.parse(damaged.toString());

    // The last Base64 character has bits that stand for nothing.
    assertThat(parsed).isIn(null, iterator);
  }

  @Test
  void parse_truncatedAnywhere_isNull() {
    String text =
        new ShardIterator(STREAM_ARN, SHARD_ID, 1_700_000_000_000L, new Position(7, 3)).format();

    for (int length = 0; length < text.length(); length++) {
      assertThat(ShardIterator.parse(text.substring(0, length))).as("length %s", length).isNull();
    }
    assertThat(requireNonNull(ShardIterator.parse(text)).shardId()).isEqualTo(SHARD_ID);
  }
}
