package io.headwater.actors.testing;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random values of the model, with what is awkward about each type made likely. */
public final class ModelArbitraries {
  private static final int MAX_TEXT_CHARS = 12;
  private static final int MAX_ELEMENTS = 4;

  private ModelArbitraries() {}

  /** Well-formed texts: zeros, all UTF-8 lengths, characters around the surrogates. */
  public static Arbitrary<String> texts() {
    Arbitrary<Integer> awkward =
        Arbitraries.of(0, 1, 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000)
            .edgeCases(config -> config.none());
    Arbitrary<Integer> letters = Arbitraries.integers().between('a', 'e');
    Arbitrary<Integer> any =
        Arbitraries.integers()
            .between(0, Character.MAX_CODE_POINT)
            .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE);
    return Arbitraries.frequencyOf(Tuple.of(3, awkward), Tuple.of(4, letters), Tuple.of(1, any))
        .array(Integer[].class)
        .ofMaxSize(MAX_TEXT_CHARS)
        .map(ModelArbitraries::text);
  }

  /** Numbers of all magnitudes and precisions that DynamoDB takes, small integers among them. */
  public static Arbitrary<BigDecimal> numbers() {
    Arbitrary<BigDecimal> small =
        Arbitraries.integers().between(-1200, 1200).map(BigDecimal::valueOf);
    Arbitrary<BigDecimal> cents =
        Arbitraries.integers()
            .between(-1200, 1200)
            .map(unscaled -> BigDecimal.valueOf(unscaled, 2));
    Arbitrary<BigDecimal> any =
        Combinators.combine(digits(), Arbitraries.integers().between(-130, 125), signs())
            .as((digits, exponent, sign) ->
                new BigDecimal(
                    new BigInteger(digits).multiply(BigInteger.valueOf(sign)),
                    digits.length() - 1 - exponent));
    return Arbitraries.oneOf(small, cents, any).map(number -> new N(number).value());
  }

  public static Arbitrary<Bytes> byteStrings() {
    return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of((byte) 0, (byte) 1, (byte) -1, (byte) -2)),
            Tuple.of(1, Arbitraries.bytes()))
        .array(byte[].class)
        .ofMaxSize(MAX_TEXT_CHARS)
        .map(Bytes::copyOf);
  }

  public static Arbitrary<S> stringValues() {
    return texts().map(S::new);
  }

  public static Arbitrary<N> numberValues() {
    return numbers().map(N::new);
  }

  public static Arbitrary<B> binaryValues() {
    return byteStrings().map(B::new);
  }

  /** Values of the three key types; empty ones too, which only the codec takes. */
  public static Arbitrary<AttributeValue> keyValues() {
    return Arbitraries.oneOf(stringValues(), numberValues(), binaryValues());
  }

  /** Keys with and without a sort key. */
  public static Arbitrary<ItemKey> itemKeys() {
    return Combinators.combine(keyValues(), keyValues().injectNull(0.3)).as(ItemKey::new);
  }

  /** Values of all ten types, lists and maps a few levels deep. */
  public static Arbitrary<AttributeValue> values() {
    return values(3);
  }

  public static Arbitrary<Item> items() {
    return Arbitraries.maps(names(), values()).ofMaxSize(MAX_ELEMENTS + 2).map(Item::new);
  }

  private static Arbitrary<AttributeValue> values(int levels) {
    Arbitrary<AttributeValue> scalars =
        Arbitraries.oneOf(
            keyValues(), Arbitraries.of(true, false).map(Bool::new), Arbitraries.of(Null.INSTANCE));
    if (levels == 1) {
      return Arbitraries.oneOf(scalars, sets());
    }
    Arbitrary<AttributeValue> inner = Arbitraries.lazy(() -> values(levels - 1));
    Arbitrary<AttributeValue> documents =
        Arbitraries.oneOf(
            inner.list().ofMaxSize(MAX_ELEMENTS).map(L::new),
            Arbitraries.maps(names(), inner).ofMaxSize(MAX_ELEMENTS).map(M::new));
    return Arbitraries.frequencyOf(
        Tuple.of(4, scalars), Tuple.of(2, sets()), Tuple.of(2, documents));
  }

  private static Arbitrary<AttributeValue> sets() {
    return Arbitraries.oneOf(
        texts().list().ofMinSize(1).ofMaxSize(MAX_ELEMENTS).map(SS::of),
        numbers().list().ofMinSize(1).ofMaxSize(MAX_ELEMENTS).map(NS::of),
        byteStrings().list().ofMinSize(1).ofMaxSize(MAX_ELEMENTS).map(BS::of));
  }

  private static Arbitrary<String> names() {
    return texts().filter(name -> !name.isEmpty());
  }

  /** 1 to 38 digits of which the first is not 0. */
  private static Arbitrary<String> digits() {
    return Arbitraries.strings()
        .numeric()
        .ofMinLength(1)
        .ofMaxLength(38)
        .filter(digits -> digits.charAt(0) != '0');
  }

  private static Arbitrary<Integer> signs() {
    return Arbitraries.of(1, -1);
  }

  private static String text(Integer[] codePoints) {
    var text = new StringBuilder();
    for (int codePoint : codePoints) {
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }
}
