package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.RowKeys.FiledItem;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.TimeToLive;
import io.headwater.actors.testing.GoldenFile;
import io.headwater.actors.testing.SampleItems;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.Store;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowKeysTest {
  private static final TableDefinition TABLE = Tables.withSortKey(AttributeType.S, AttributeType.N);

  @Test
  void encode_goldenKeys_givesTheirBytes() {
    Map<String, byte[]> encoded = new LinkedHashMap<>();
    goldenKeys().forEach((name, key) -> encoded.put(name, KeyCodec.encode(key)));

    GoldenFile.named("key-values").assertHolds(encoded);
  }

  @Test
  void hash_goldenKeys_areTheirHashes() {
    Map<String, byte[]> hashes = new LinkedHashMap<>();
    goldenKeys().forEach((name, key) -> hashes.put(name, bytes(KeyHash.of(TABLE, key))));

    GoldenFile.named("key-hashes").assertHolds(hashes);
  }

  @Test
  void rowKeys_goldenRows_areTheirBytes() {
    Map<String, byte[]> rows = new LinkedHashMap<>();
    rows.put("item", RowKeys.item(TABLE, new ItemKey(new S("a"), SampleItems.number("1"))));
    rows.put("itemWithoutSortKey", RowKeys.item(TABLE, new ItemKey(new S("a"), null)));
    rows.put("catalogTable", CatalogRowKeys.table("Readings"));
    rows.put("stream", CatalogRowKeys.stream("Readings", "2026-01-01T00:00:00.000"));
    rows.put("partitionState", RowKeys.partitionState("p0"));
    rows.put("trigger", RowKeys.trigger("t"));
    rows.put("triggerPosition", RowKeys.triggerPosition("t", "shard"));

    var key = new ItemKey(new S("a"), SampleItems.number("1"));
    rows.put("localIndexEntry", RowKeys.localIndexEntry(TABLE, 2, key, new S("2026")));
    rows.put("itemCollection", RowKeys.itemCollection(TABLE, new S("a")));
    var indexKey =
        new IndexKeySchema.Key(List.of(new S("x"), SampleItems.number("2")), List.of(new S("r")));
    rows.put("globalIndexEntry", RowKeys.globalIndexEntry(TABLE, 258, indexKey, key));
    rows.put("indexPartitionState", RowKeys.indexPartitionState("p0-g1-0"));

    rows.put("timeToLive", RowKeys.timeToLive(TABLE, 2, 1_700_000_000, key));
    rows.put(
        "timeToLiveWithoutSortKey",
        RowKeys.timeToLive(TABLE, 2, 1_700_000_000, new ItemKey(new S("a"), null)));

    GoldenFile.named("row-keys").assertHolds(rows);
    assertThat(rows.values())
        .allSatisfy(row -> assertThat(row[0]).isGreaterThan(Store.FIRST_ROW_PREFIX));
  }

  @Test
  void tableContents_hasEveryRowOfTheTableButNoOthers() {
    var key = new ItemKey(new S("a"), SampleItems.number("1"));
    var ranges = RowKeys.tableContents(TABLE.id());

    assertThat(
            List.of(
                RowKeys.item(TABLE, key),
                RowKeys.localIndexEntry(TABLE, 0, key, new S("x")),
                RowKeys.localIndexEntry(TABLE, 4, key, new S("x")),
                RowKeys.itemCollection(TABLE, new S("a")),
                RowKeys.globalIndexEntry(
                    TABLE, 9, new IndexKeySchema.Key(List.of(new S("x")), List.of()), key),
                RowKeys.timeToLive(TABLE, Long.MAX_VALUE, 0, key)))
        .allSatisfy(row -> assertThat(ranges).anyMatch(range -> contains(range, row)));
    assertThat(ranges).noneMatch(range -> contains(range, CatalogRowKeys.deletedTable(TABLE.id())));
  }

  @Test
  void timesToLive_areThoseOfTheirSecondsAndGeneration() {
    var key = new ItemKey(new S("a"), SampleItems.number("1"));
    var due = RowKeys.timesToLive(TABLE.id(), 2, new TimeToLive.Due(100, 200));

    assertThat(contains(due, RowKeys.timeToLive(TABLE, 2, 99, key))).isFalse();
    assertThat(contains(due, RowKeys.timeToLive(TABLE, 2, 100, key))).isTrue();
    assertThat(contains(due, RowKeys.timeToLive(TABLE, 2, 199, key))).isTrue();
    assertThat(contains(due, RowKeys.timeToLive(TABLE, 2, 200, key))).isFalse();
    assertThat(contains(due, RowKeys.timeToLive(TABLE, 1, 150, key))).isFalse();
  }

  @Test
  void timesToLiveBefore_areAllOfEarlierGenerations() {
    var key = new ItemKey(new S("a"), SampleItems.number("1"));
    var earlier = RowKeys.timesToLiveBefore(TABLE.id(), 2);

    assertThat(contains(earlier, RowKeys.timeToLive(TABLE, 1, Long.MAX_VALUE, key))).isTrue();
    assertThat(contains(earlier, RowKeys.timeToLive(TABLE, 2, 0, key))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filedItem_ofATimesRow_isReadBack(boolean hasSortKey) {
    var key = new ItemKey(new S("a\0"), hasSortKey ? SampleItems.number("-12.5") : null);
    byte[] row = RowKeys.timeToLive(TABLE, 3, Long.MAX_VALUE, key);

    assertThat(RowKeys.filedItem(row)).isEqualTo(new FiledItem(3, Long.MAX_VALUE, key));
    assertThat(StoredRow.of(row))
        .isEqualTo(new StoredRow.TimeToLive(TABLE.id(), 3, KeyHash.of(TABLE, key.partitionKey())));
  }

  @Test
  void filedItem_rowOfAnotherKind_isRefused() {
    assertThatThrownBy(() -> RowKeys.filedItem(RowKeys.partitionState("p0")))
        .isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void globalIndexEntry_isInItsIndexPrefixAndSegmentOnly() {
    var indexKey = new IndexKeySchema.Key(List.of(new S("x"), new S("y")), List.of(new S("z")));
    byte[] row = RowKeys.globalIndexEntry(TABLE, 3, indexKey, new ItemKey(new S("a"), new S("b")));
    long hash = KeyHash.of(TABLE, indexKey.hash());

    assertThat(contains(RowKeys.globalIndexEntries(TABLE.id(), 3), row)).isTrue();
    assertThat(contains(RowKeys.globalIndexEntries(TABLE.id(), 4), row)).isFalse();
    assertThat(row).startsWith(RowKeys.globalIndexPrefix(TABLE, 3, indexKey.hash()));
    var from = new HashSegment(hash, null);
    var before = new HashSegment(0, hash);
    assertThat(contains(RowKeys.globalIndexEntries(TABLE.id(), 3, from), row)).isTrue();
    assertThat(contains(RowKeys.globalIndexEntries(TABLE.id(), 3, before), row)).isFalse();
    assertThat(KeyHash.of(TABLE, List.of(new S("a")))).isEqualTo(KeyHash.of(TABLE, new S("a")));
  }

  private static boolean contains(KeyRange range, byte[] key) {
    return Arrays.compareUnsigned(range.from(), key) <= 0
        && Arrays.compareUnsigned(key, Objects.requireNonNull(range.to())) < 0;
  }

  @Test
  void hash_equalNumbers_isEqual() {
    assertThat(KeyHash.of(TABLE, new N(new BigDecimal("1.00"))))
        .isEqualTo(KeyHash.of(TABLE, new N(BigDecimal.ONE)));
  }

  @Test
  void catalogTable_nameWithZero_isRefused() {
    assertThatThrownBy(() -> CatalogRowKeys.table("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void item_keyOfNoKeyType_isRefused() {
    assertThatThrownBy(() -> RowKeys.item(TABLE, new ItemKey(new L(List.of()), null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // Nothing.
        "41", // No such type.
        "5361", // A text without an end.
        "53610002", // A zero that stands for nothing.
        "53ff0001", // No UTF-8.
        "4e04", // No such sign.
        "4e038200", // No digits.
        "4e03820b0100", // Zeros behind the last digit.
        "4e03820200", // A zero before the first digit.
        "4e03826600", // A pair beyond 99.
        "4e0382" + "0b", // Digits without an end.
      })
  void read_malformed_isRefused(String hex) {
    var reader = new ByteReader(HexFormat.of().parseHex(hex));

    assertThatThrownBy(() -> KeyCodec.read(reader)).isInstanceOf(MalformedBytesException.class);
  }

  @Test
  void partitionId_ofAStateRow_isReadBack() {
    assertThat(RowKeys.partitionId(RowKeys.partitionState("p\u00e90"))).isEqualTo("p\u00e90");
  }

  @Test
  void itemKey_rowOfAnotherKind_isRefused() {
    assertThatThrownBy(() -> RowKeys.itemKey(RowKeys.partitionState("p0")))
        .isInstanceOf(MalformedBytesException.class);
  }

  private static Map<String, AttributeValue> goldenKeys() {
    Map<String, AttributeValue> keys = new LinkedHashMap<>();
    keys.put("string", new S("stream \u00e9 \ud83c\udf0a"));
    keys.put("stringWithZeros", new S("a\0\0b"));
    keys.put("binary", SampleItems.binary(0, 1, 0xFF));
    SampleItems.numbers().attributes().forEach(keys::put);
    keys.put("negative", SampleItems.number("-12.5"));
    return keys;
  }

  private static byte[] bytes(long hash) {
    return ByteBuffer.allocate(Long.BYTES).putLong(hash).array();
  }
}
