package io.headwater.streams.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Kind;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.StreamViewType;
import io.headwater.streams.testing.FakeChangeFeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StreamRecordTest {
  private static final String SHARD = "T/label/shardId-1";
  private static final String STREAM_ARN =
      "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-01-01T00:00:00.000";
  private static final EncodedItem NEW = EncodedItem.of(FakeChangeFeed.item(1));
  private static final EncodedItem OLD = EncodedItem.of(everyType());

  @ParameterizedTest
  @CsvSource({
    "KEYS_ONLY, MODIFY, false, false",
    "NEW_IMAGE, MODIFY, true, false",
    "OLD_IMAGE, MODIFY, false, true",
    "NEW_AND_OLD_IMAGES, MODIFY, true, true",
    "NEW_IMAGE, REMOVE, false, false",
    "OLD_IMAGE, INSERT, false, false",
    "NEW_AND_OLD_IMAGES, INSERT, true, false",
    "NEW_AND_OLD_IMAGES, REMOVE, false, true",
  })
  void of_viewTypeAndKind_showsTheImagesThatBelongToThem(
      StreamViewType viewType, Kind kind, boolean showsNew, boolean showsOld) {
    var streamRecord = StreamRecord.of(change(kind), viewType, SHARD);

    assertThat(streamRecord.newImage()).isEqualTo(showsNew ? NEW : null);
    assertThat(streamRecord.oldImage()).isEqualTo(showsOld ? OLD : null);
    assertThat(streamRecord.keys()).isEqualTo(FakeChangeFeed.keys(1));
    assertThat(streamRecord.sizeBytes())
        .isEqualTo(
            "Id".length()
                + 2
                + (showsNew ? NEW.itemSizeBytes() : 0)
                + (showsOld ? OLD.itemSizeBytes() : 0));
  }

  @ParameterizedTest
  @EnumSource(StreamViewType.class)
  void of_sameChange_hasTheSameIdAndTimeInEveryView(StreamViewType viewType) {
    var streamRecord = StreamRecord.of(change(Kind.MODIFY), viewType, SHARD);

    assertThat(streamRecord.eventId())
        .matches("[0-9a-f]{32}")
        .isEqualTo(StreamRecord.of(change(Kind.MODIFY), StreamViewType.KEYS_ONLY, SHARD).eventId());
    assertThat(streamRecord.createdAtSeconds()).isEqualTo(1_700_000_000L);
  }

  @Test
  void of_otherPlaceOrShard_hasAnotherId() {
    var first = StreamRecord.of(change(Kind.MODIFY), StreamViewType.KEYS_ONLY, SHARD);
    var next =
        new Change(
            new Position(7, 4),
            Kind.MODIFY,
            FakeChangeFeed.keys(1),
            NEW,
            OLD,
            FakeChangeFeed.COMMITTED_AT_MILLIS,
            false);

    assertThat(StreamRecord.of(next, StreamViewType.KEYS_ONLY, SHARD).eventId())
        .isNotEqualTo(first.eventId());
    assertThat(
            StreamRecord.of(change(Kind.MODIFY), StreamViewType.KEYS_ONLY, SHARD + "0").eventId())
        .isNotEqualTo(first.eventId());
  }

  @Test
  void write_everyType_isTheGoldenJson() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var generator = new JsonFactory().createGenerator(bytes)) {
      StreamRecordWriter.write(
          StreamRecord.of(change(Kind.MODIFY), StreamViewType.NEW_AND_OLD_IMAGES, SHARD),
          "eu-west-1",
          generator);
    }

    assertThat(bytes.toString(UTF_8)).isEqualTo(golden("record.json"));
  }

  @Test
  void lambdaEvent_twoRecords_isTheGoldenJson() {
    var insert = StreamRecord.of(change(Kind.INSERT), StreamViewType.NEW_IMAGE, SHARD);
    var remove = StreamRecord.of(change(Kind.REMOVE), StreamViewType.KEYS_ONLY, SHARD);

    byte[] event = LambdaEventJson.toBytes(List.of(insert, remove), STREAM_ARN, "us-east-1");

    assertThat(new String(event, UTF_8)).isEqualTo(golden("lambda-event.json"));
  }

  @Test
  void write_itemExpired_namesTheServiceAsTheUser() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var generator = new JsonFactory().createGenerator(bytes)) {
      StreamRecordWriter.write(expired(), "eu-west-1", generator);
    }

    assertThat(bytes.toString(UTF_8))
        .contains("\"eventName\":\"REMOVE\"")
        .endsWith(
            ",\"userIdentity\":{\"Type\":\"Service\","
                + "\"PrincipalId\":\"dynamodb.amazonaws.com\"}}");
  }

  @Test
  void lambdaEvent_itemExpired_spellsTheUserAsLambdaDoes() {
    byte[] event = LambdaEventJson.toBytes(List.of(expired()), STREAM_ARN, "us-east-1");

    assertThat(new String(event, UTF_8))
        .endsWith(
            "\"eventSourceARN\":\""
                + STREAM_ARN
                + "\",\"userIdentity\":{\"type\":\"Service\","
                + "\"principalId\":\"dynamodb.amazonaws.com\"}}]}");
  }

  private static StreamRecord expired() {
    return StreamRecord.of(change(Kind.REMOVE, true), StreamViewType.NEW_AND_OLD_IMAGES, SHARD);
  }

  private static Change change(Kind kind) {
    return change(kind, false);
  }

  private static Change change(Kind kind, boolean expired) {
    return new Change(
        new Position(7, 3),
        kind,
        FakeChangeFeed.keys(1),
        kind == Kind.REMOVE ? null : NEW,
        kind == Kind.INSERT ? null : OLD,
        FakeChangeFeed.COMMITTED_AT_MILLIS,
        expired);
  }

  private static Item everyType() {
    var bytes = Bytes.copyOf(new byte[] {0, 1, (byte) 0xFF});
    var attributes = new LinkedHashMap<String, AttributeValue>();
    attributes.put("Id", new AttributeValue.N(BigDecimal.ONE));
    attributes.put("b", new AttributeValue.B(bytes));
    attributes.put("bool", new AttributeValue.Bool(false));
    attributes.put("null", AttributeValue.Null.INSTANCE);
    attributes.put("ss", AttributeValue.SS.of(List.of("b", "a")));
    attributes.put("ns", AttributeValue.NS.of(List.of(BigDecimal.TEN, new BigDecimal("-0.5"))));
    attributes.put("bs", AttributeValue.BS.of(List.of(bytes)));
    attributes.put(
        "l",
        new AttributeValue.L(List.of(new AttributeValue.S("ü"), AttributeValue.Null.INSTANCE)));
    attributes.put(
        "m", new AttributeValue.M(java.util.Map.of("n", new AttributeValue.N(BigDecimal.TWO))));
    return new Item(attributes);
  }

  private static String golden(String name) {
    try (var stream = StreamRecordTest.class.getResourceAsStream(name)) {
      return new String(requireNonNull(stream, name).readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
