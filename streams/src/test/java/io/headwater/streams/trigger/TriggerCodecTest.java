package io.headwater.streams.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.streams.trigger.EventSourceMapping.StartingPosition;
import io.headwater.streams.trigger.TriggerChange.MappingCreated;
import io.headwater.streams.trigger.TriggerChange.MappingDeleted;
import io.headwater.streams.trigger.TriggerChange.MappingUpdated;
import io.headwater.streams.trigger.TriggerChange.PositionsCommitted;
import io.headwater.streams.trigger.TriggerChange.PositionsRemoved;
import io.headwater.streams.trigger.TriggerChange.ShardPosition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TriggerCodecTest {
  private static final UUID ID = UUID.fromString("14e0db71-5d35-4eb5-b481-8945cf9d10c2");
  private static final String SHARD_ID = "shardId-00000001700000000000-f55eea83";

  /** What version 1 wrote must be readable for good, so this list only grows. */
  private static final Map<String, TriggerCommit> GOLDEN =
      new TreeMap<>(
          Map.of(
              "created",
              new TriggerCommit(
                  1,
                  new MappingCreated(
                      mapping(StartingPosition.LATEST, true),
                      Map.of(SHARD_ID, new Position(300, 2)))),
              "created-from-the-start",
              new TriggerCommit(
                  2, new MappingCreated(mapping(StartingPosition.TRIM_HORIZON, false), Map.of())),
              "updated",
              new TriggerCommit(3, new MappingUpdated(mapping(StartingPosition.LATEST, false))),
              "deleted",
              new TriggerCommit(4, new MappingDeleted(ID, List.of(SHARD_ID))),
              "positions-removed",
              new TriggerCommit(6, new PositionsRemoved(ID, List.of(SHARD_ID))),
              "positions",
              new TriggerCommit(
                  5,
                  new PositionsCommitted(
                      List.of(
                          new ShardPosition(
                              new ShardKey(ID, SHARD_ID), new Position(1L << 40, 0)))))));

  @Test
  void encode_eachKind_isTheGoldenFile() {
    var lines = new StringBuilder();
    GOLDEN.forEach((name, commit) ->
        lines
            .append(name)
            .append(' ')
            .append(HexFormat.of().formatHex(TriggerCodec.encode(commit)))
            .append('\n'));

    assertThat(lines.toString()).isEqualTo(golden("trigger-commits-1.txt"));
  }

  @Test
  void decode_goldenFile_yieldsTheCommits() {
    golden("trigger-commits-1.txt")
        .lines()
        .forEach(line -> {
          var parts = line.split(" ", 2);
          assertThat(TriggerCodec.decode(HexFormat.of().parseHex(parts[1])))
              .isEqualTo(GOLDEN.get(parts[0]));
        });
  }

  @Test
  void rowChanges_eachKind_areTheGoldenFile() {
    var lines = new StringBuilder();
    GOLDEN.forEach((name, commit) ->
        commit
            .rowChanges()
            .forEach(row ->
                lines
                    .append(name)
                    .append(' ')
                    .append(HexFormat.of().formatHex(row.key()))
                    .append(' ')
                    .append(row.value() == null ? "removed" : HexFormat.of().formatHex(row.value()))
                    .append('\n')));

    assertThat(lines.toString()).isEqualTo(golden("trigger-rows-1.txt"));
  }

  @Property(tries = 100)
  void decode_whatWasEncoded_isTheSame(
      @ForAll @LongRange(min = 1) long commitNr,
      @ForAll String functionName,
      @ForAll @IntRange(min = 1, max = 10_000) int batchSize,
      @ForAll @LongRange(min = 0) long commit,
      @ForAll @IntRange(min = 0) int index) {
    var mapping =
        new EventSourceMapping(
            ID, functionName, "T", "L", StartingPosition.LATEST, batchSize, true, commit);
    var created = new MappingCreated(mapping, Map.of("s", new Position(commit, index)));

    assertThat(TriggerCodec.decode(TriggerCodec.encode(new TriggerCommit(commitNr, created))))
        .isEqualTo(new TriggerCommit(commitNr, created));
  }

  @Test
  void decode_truncatedOrOfAnotherVersion_isRefused() {
    byte[] bytes = TriggerCodec.encode(requireNonNull(GOLDEN.get("created")));

    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> TriggerCodec.decode(truncated))
          .as("length %s", length)
          .isInstanceOf(MalformedBytesException.class);
    }
    bytes[0] = 2;
    assertThatThrownBy(() -> TriggerCodec.decode(bytes))
        .isInstanceOf(MalformedBytesException.class)
        .hasMessage("expected version 1 of a trigger commit, found 2");
  }

  @Test
  void read_rowsOfCommits_isTheStateThatTheyLeave() {
    var expected = new TriggerState();
    var rows = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
    for (String name : List.of("created", "updated", "positions")) {
      var commit =
          new TriggerCommit(expected.lastCommit() + 1, requireNonNull(GOLDEN.get(name)).change());
      commit.rowChanges().forEach(row -> rows.put(row.key(), requireNonNull(row.value())));
      expected.apply(commit.change());
    }

    var read = new TriggerState();
    rows.forEach((key, value) -> TriggerRows.read(key, value, read));

    assertThat(read.lastCommit()).isEqualTo(3);
    assertThat(read.mappings()).containsExactlyElementsOf(expected.mappings());
    assertThat(read.position(new ShardKey(ID, SHARD_ID))).isEqualTo(new Position(1L << 40, 0));
  }

  @Test
  void serializer_unknownManifest_isRefused() {
    var serializer = new TriggerCommitSerializer();
    var commit = requireNonNull(GOLDEN.get("deleted"));
    byte[] bytes = serializer.toBinary(commit);

    assertThat(serializer.fromBinary(bytes, serializer.manifest(commit))).isEqualTo(commit);
    assertThatThrownBy(() -> serializer.fromBinary(bytes, "X"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EventSourceMapping mapping(StartingPosition startingPosition, boolean enabled) {
    return new EventSourceMapping(
        ID,
        "audit",
        "orders",
        "2026-01-01T00:00:00.000",
        startingPosition,
        100,
        enabled,
        1_700_000_000_000L);
  }

  private static String golden(String name) {
    try (var stream = TriggerCodecTest.class.getResourceAsStream(name)) {
      return new String(requireNonNull(stream, name).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
