package io.headwater.actors.index;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.codec.MalformedBytesException;
import io.headwater.actors.index.IndexCommitRecord.Closed;
import io.headwater.actors.index.IndexCommitRecord.Fed;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ItemStatistics;
import io.headwater.actors.testing.GoldenFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IndexPartitionCodecTest {
  private static final SourcePosition SCANNING =
      new SourcePosition(7, Bytes.ofOwned(new byte[] {0x20, 1, 2, (byte) 0xFF, 0}));

  @Test
  void version1_goldenBytes_areWrittenAndReadForGood() {
    var encoded = new LinkedHashMap<String, byte[]>();
    encoded.put("fed", IndexPartitionCodec.encode(new Fed("p0", SourcePosition.at(300), 17)));
    encoded.put("scanned", IndexPartitionCodec.encode(new Fed("p1", SCANNING, 0)));
    encoded.put("closed", IndexPartitionCodec.encode(new Closed()));
    encoded.put("stateNew", IndexPartitionState.NEW.toBytes());
    encoded.put("state", state().toBytes());
    GoldenFile.named("index-partition-version-1").assertHolds(encoded);

    Map<String, byte[]> stored = GoldenFile.named("index-partition-version-1").read();
    assertThat(IndexCommitRecord.fromBytes(requireNonNull(stored.get("fed"))))
        .isEqualTo(new Fed("p0", SourcePosition.at(300), 17));
    assertThat(IndexCommitRecord.fromBytes(requireNonNull(stored.get("scanned"))))
        .isEqualTo(new Fed("p1", SCANNING, 0));
    assertThat(IndexCommitRecord.fromBytes(requireNonNull(stored.get("closed"))))
        .isEqualTo(new Closed());
    assertThat(IndexPartitionState.fromBytes(requireNonNull(stored.get("stateNew"))))
        .isEqualTo(IndexPartitionState.NEW);
    assertThat(IndexPartitionState.fromBytes(requireNonNull(stored.get("state"))))
        .isEqualTo(state());
  }

  @Test
  void fromBytes_cutAnywhere_isRefused() {
    byte[] commit = IndexPartitionCodec.encode(new Fed("p1", SCANNING, 3));
    byte[] state = state().toBytes();

    for (int length = 0; length < commit.length; length++) {
      byte[] cut = Arrays.copyOf(commit, length);
      assertThatThrownBy(() -> IndexCommitRecord.fromBytes(cut))
          .isInstanceOf(MalformedBytesException.class);
    }
    for (int length = 0; length < state.length; length++) {
      byte[] cut = Arrays.copyOf(state, length);
      assertThatThrownBy(() -> IndexPartitionState.fromBytes(cut))
          .isInstanceOf(MalformedBytesException.class);
    }
  }

  @Test
  void fromBytes_unknownVersion_isRefused() {
    byte[] commit = IndexPartitionCodec.encode(new Closed());
    byte[] state = state().toBytes();
    commit[0] = 2;
    state[0] = 2;

    assertThatThrownBy(() -> IndexCommitRecord.fromBytes(commit))
        .isInstanceOf(MalformedBytesException.class);
    assertThatThrownBy(() -> IndexPartitionState.fromBytes(state))
        .isInstanceOf(MalformedBytesException.class);
  }

  private static IndexPartitionState state() {
    return new IndexPartitionState(
        true,
        4_711,
        new ItemStatistics(12, 3_456),
        new TreeMap<>(Map.of("p0", SourcePosition.at(300), "p1", SCANNING)));
  }
}
