package io.headwater.actors.codec;

import io.headwater.actors.model.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A number inside an item: scale and unscaled value, without trailing zeros, so that equal numbers
 * have equal bytes.
 *
 * <pre>
 *   | head: varint | unscaled value                                                   |
 *   head = zigzag(scale) * 2      the unscaled value is a signed varint
 *   head = zigzag(scale) * 2 + 1  it does not fit 64 bits: | length: 1 byte | two's complement |
 * </pre>
 *
 * The value is unscaled * 10^-scale. A number in DynamoDB's range has a scale of -125 to 167.
 */
public final class NumberCodec {
  /** 1E+125, the largest power of ten, is 1 at this scale. */
  private static final int MIN_SCALE = -Numbers.MAX_EXPONENT;

  /** 38 digits of which the first is at 10^-130. */
  private static final int MAX_SCALE = Numbers.MAX_SIGNIFICANT_DIGITS - 1 - Numbers.MIN_EXPONENT;

  /** Two's complement of 38 digits. */
  private static final int MAX_UNSCALED_BYTES = 16;

  private NumberCodec() {}

  static void write(BigDecimal number, ByteWriter writer) {
    if (!isInRange(number) || !isNormal(number)) {
      throw new IllegalArgumentException("no normalised number of DynamoDB's range: " + number);
    }
    int head = zigzag(number.scale()) << 1;
    BigInteger unscaled = number.unscaledValue();
    if (unscaled.bitLength() < Long.SIZE) {
      writer.writeVarint(head).writeSignedVarint(unscaled.longValue());
    } else {
      byte[] bytes = unscaled.toByteArray();
      writer.writeVarint(head | 1).writeBytes(bytes);
    }
  }

  /** Reads past a number. */
  static void skip(ByteReader reader) {
    boolean isShort = (reader.readVarint() & 1) == 0;
    if (isShort) {
      reader.readVarint();
    } else {
      reader.skipBytes();
    }
  }

  public static BigDecimal read(ByteReader reader) {
    long head = reader.readVarint();
    int scale = unzigzag(head >>> 1);
    BigDecimal number =
        (head & 1) == 0
            ? BigDecimal.valueOf(reader.readSignedVarint(), scale)
            : new BigDecimal(readUnscaled(reader), scale);
    if (!isInRange(number) || !isNormal(number)) {
      throw new MalformedBytesException("no number of ours: " + number);
    }
    return number;
  }

  private static BigInteger readUnscaled(ByteReader reader) {
    byte[] bytes = reader.readBytes();
    if (bytes.length == 0 || bytes.length > MAX_UNSCALED_BYTES) {
      throw new MalformedBytesException("a number of " + bytes.length + " bytes");
    }
    var unscaled = new BigInteger(bytes);
    if (unscaled.bitLength() < Long.SIZE || unscaled.toByteArray().length != bytes.length) {
      throw new MalformedBytesException("not the shortest form of a number");
    }
    return unscaled;
  }

  private static boolean isInRange(BigDecimal number) {
    return number.scale() >= MIN_SCALE
        && number.scale() <= MAX_SCALE
        && number.precision() <= Numbers.MAX_SIGNIFICANT_DIGITS;
  }

  private static boolean isNormal(BigDecimal number) {
    return number.signum() == 0
        ? number.scale() == 0
        : number.stripTrailingZeros().scale() == number.scale();
  }

  private static int zigzag(int scale) {
    return (scale << 1) ^ (scale >> 31);
  }

  private static int unzigzag(long value) {
    if (value < 0 || value > zigzag(MAX_SCALE) + 1) {
      throw new MalformedBytesException("a scale out of range: " + value);
    }
    return (int) ((value >>> 1) ^ -(value & 1));
  }
}
