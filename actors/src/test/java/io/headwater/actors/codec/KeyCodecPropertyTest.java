package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.testing.ModelArbitraries;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class KeyCodecPropertyTest {
  private static final TableIdentity TABLE = new FixedTable(new UUID(7, -7), 42);

  private record FixedTable(UUID id, long hashSeed) implements TableIdentity {}

  @Property(tries = 1000)
  void encode_strings_orderAsUtf8(@ForAll("texts") String left, @ForAll("texts") String right) {
    int expected =
        Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    assertThat(orderOfEncodings(new S(left), new S(right))).isEqualTo(Integer.signum(expected));
  }

  @Property(tries = 1000)
  void encode_numbers_orderByValue(
      @ForAll("numbers") BigDecimal left, @ForAll("numbers") BigDecimal right) {
    assertThat(orderOfEncodings(new N(left), new N(right))).isEqualTo(left.compareTo(right));
  }

  @Property(tries = 500)
  void encode_nearNumbers_orderByValue(@ForAll("numbers") BigDecimal number) {
    BigDecimal next = number.add(number.ulp());

    if (next.precision() <= 38 && next.precision() - next.scale() <= 126) {
      assertThat(orderOfEncodings(new N(number), new N(next))).isEqualTo(-1);
    }
  }

  @Property(tries = 500)
  void encode_binaries_orderAsUnsignedBytes(
      @ForAll("byteStrings") Bytes left, @ForAll("byteStrings") Bytes right) {
    assertThat(orderOfEncodings(new B(left), new B(right)))
        .isEqualTo(Integer.signum(left.compareTo(right)));
  }

  @Property(tries = 500)
  void read_written_isTheValue(@ForAll("keyValues") AttributeValue value) {
    var reader = new ByteReader(KeyCodec.encode(value));

    assertThat(KeyCodec.read(reader)).isEqualTo(value);
    assertThat(reader.remaining()).isZero();
  }

  @Property(tries = 500)
  void encode_otherValue_isNoBeginningOfIt(
      @ForAll("keyValues") AttributeValue left, @ForAll("keyValues") AttributeValue right) {
    if (!left.equals(right)) {
      assertThat(startsWith(KeyCodec.encode(left), KeyCodec.encode(right))).isFalse();
    }
  }

  @Property(tries = 500)
  void writePrefix_strings_isPrefixJustOfThoseThatBeginWithIt(
      @ForAll("texts") String prefix, @ForAll("texts") String text) {
    boolean expected = text.startsWith(prefix);

    assertThat(startsWith(KeyCodec.encode(new S(text)), prefixOf(new S(prefix))))
        .isEqualTo(expected);
    assertThat(startsWith(KeyCodec.encode(new S(prefix + text)), prefixOf(new S(prefix)))).isTrue();
  }

  @Property(tries = 500)
  void writePrefix_binaries_isPrefixJustOfThoseThatBeginWithIt(
      @ForAll("byteStrings") Bytes prefix, @ForAll("byteStrings") Bytes bytes) {
    assertThat(startsWith(KeyCodec.encode(new B(bytes)), prefixOf(new B(prefix))))
        .isEqualTo(bytes.startsWith(prefix));
  }

  @Property(tries = 500)
  void item_onePartitionKey_ordersBySortKey(
      @ForAll("keyValues") AttributeValue partitionKey,
      @ForAll("numbers") BigDecimal left,
      @ForAll("numbers") BigDecimal right) {
    byte[] leftRow = RowKeys.item(TABLE, new ItemKey(partitionKey, new N(left)));
    byte[] rightRow = RowKeys.item(TABLE, new ItemKey(partitionKey, new N(right)));

    assertThat(Integer.signum(Arrays.compareUnsigned(leftRow, rightRow)))
        .isEqualTo(left.compareTo(right));
  }

  @Property(tries = 300)
  void item_anyKey_readsBackAndStandsBehindItsPartitionKey(@ForAll("itemKeys") ItemKey key) {
    byte[] row = RowKeys.item(TABLE, key);

    assertThat(RowKeys.itemKey(row)).isEqualTo(key);
    assertThat(startsWith(row, RowKeys.partitionKeyPrefix(TABLE, key.partitionKey()))).isTrue();
  }

  @Provide
  Arbitrary<String> texts() {
    return ModelArbitraries.texts();
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    return ModelArbitraries.numbers();
  }

  @Provide
  Arbitrary<Bytes> byteStrings() {
    return ModelArbitraries.byteStrings();
  }

  @Provide
  Arbitrary<AttributeValue> keyValues() {
    return ModelArbitraries.keyValues();
  }

  @Provide
  Arbitrary<ItemKey> itemKeys() {
    return ModelArbitraries.itemKeys();
  }

  private static int orderOfEncodings(AttributeValue left, AttributeValue right) {
    return Integer.signum(Arrays.compareUnsigned(KeyCodec.encode(left), KeyCodec.encode(right)));
  }

  private static byte[] prefixOf(AttributeValue prefix) {
    var writer = new ByteWriter();
    KeyCodec.writePrefix(prefix, writer);
    return writer.toByteArray();
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Bytes.copyOf(bytes).startsWith(Bytes.copyOf(prefix));
  }
}
