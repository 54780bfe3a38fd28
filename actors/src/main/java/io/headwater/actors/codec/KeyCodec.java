package io.headwater.actors.codec;

import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Numbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * Key values as bytes whose unsigned order is DynamoDB's order: S by UTF-8, N by value, B by
 * unsigned bytes.
 *
 * <pre>
 *   S  = | 'S' | UTF-8, 00 as 00 FF | 00 01 |
 *   B  = | 'B' | bytes, 00 as 00 FF | 00 01 |
 *   N  = | 'N' | 02 |                                      zero
 *        | 'N' | 03 | exponent | pair ... | 00 |           above zero
 *        | 'N' | 01 | the same, each bit inverted |        below zero
 * </pre>
 *
 * A number is 0.d1d2d3... * 10^(e+1) with d1 not 0. The exponent byte is e + 130 (e is -130 to
 * 125), a pair byte is 1 + 10 * d1 + d2 and so on; an odd last digit is paired with 0.
 *
 * <p>No encoding is the beginning of another one. So a concatenation is in the order of its parts,
 * and all keys with one first part are the byte strings that begin with that part.
 */
public final class KeyCodec {
  private static final int STRING = 'S';
  private static final int NUMBER = 'N';
  private static final int BINARY = 'B';

  private static final int ESCAPED_ZERO = 0xFF;
  private static final int END_OF_TEXT = 0x01;

  private static final int BELOW_ZERO = 1;
  private static final int ZERO = 2;
  private static final int ABOVE_ZERO = 3;

  private static final int END_OF_DIGITS = 0;

  private KeyCodec() {}

  /** Appends a key value, which is an S, N or B. */
  public static void write(AttributeValue value, ByteWriter writer) {
    switch (value) {
      case S(String text) -> {
        writeTextPrefix(text, writer.writeByte(STRING));
        writer.writeByte(0).writeByte(END_OF_TEXT);
      }
      case N(BigDecimal number) -> writeNumber(number, writer.writeByte(NUMBER));
      case B(Bytes bytes) -> {
        writeEscaped(bytes.toByteArray(), writer.writeByte(BINARY));
        writer.writeByte(0).writeByte(END_OF_TEXT);
      }
      default -> throw noKeyValue(value);
    }
  }

  /** Appends what the encodings of all values begin with that begin with a value, an S or B. */
  public static void writePrefix(AttributeValue prefix, ByteWriter writer) {
    switch (prefix) {
      case S(String text) -> writeTextPrefix(text, writer.writeByte(STRING));
      case B(Bytes bytes) -> writeEscaped(bytes.toByteArray(), writer.writeByte(BINARY));
      default -> throw noKeyValue(prefix);
    }
  }

  /** A key value's bytes by themselves. */
  public static byte[] encode(AttributeValue value) {
    var writer = new ByteWriter();
    write(value, writer);
    return writer.toByteArray();
  }

  /** The bytes of several key values, one behind the other. */
  public static byte[] encode(List<AttributeValue> values) {
    var writer = new ByteWriter();
    values.forEach(value -> write(value, writer));
    return writer.toByteArray();
  }

  /**
   * Reads the next key value.
   *
   * @throws MalformedBytesException if {@link #write} cannot have written the bytes
   */
  public static AttributeValue read(ByteReader reader) {
    int tag = reader.readByte();
    return switch (tag) {
      case STRING -> {
        byte[] utf8 = readEscaped(reader);
        yield new S(Utf8.decode(utf8, 0, utf8.length));
      }
      case NUMBER -> new N(readNumber(reader));
      case BINARY -> new B(Bytes.ofOwned(readEscaped(reader)));
      default -> throw new MalformedBytesException("a key value with the tag " + tag);
    };
  }

  private static void writeTextPrefix(String text, ByteWriter writer) {
    int utf8Length = Utf8.length(text);
    if (text.indexOf('\0') < 0) {
      writer.writeUtf8(text, utf8Length);
    } else {
      byte[] utf8 = new byte[utf8Length];
      Utf8.encode(text, utf8Length, utf8, 0);
      writeEscaped(utf8, writer);
    }
  }

  private static void writeEscaped(byte[] bytes, ByteWriter writer) {
    for (byte next : bytes) {
      writer.writeByte(next);
      if (next == 0) {
        writer.writeByte(ESCAPED_ZERO);
      }
    }
  }

  private static byte[] readEscaped(ByteReader reader) {
    var content = new ByteWriter();
    while (true) {
      int next = reader.readByte();
      if (next == 0) {
        int mark = reader.readByte();
        if (mark == END_OF_TEXT) {
          return content.toByteArray();
        }
        if (mark != ESCAPED_ZERO) {
          throw new MalformedBytesException("byte " + mark + " behind a zero in a key value");
        }
      }
      content.writeByte(next);
    }
  }

  private static void writeNumber(BigDecimal number, ByteWriter writer) {
    if (number.signum() == 0) {
      writer.writeByte(ZERO);
      return;
    }
    String digits = number.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - number.scale();
    if (exponent < Numbers.MIN_EXPONENT
        || exponent > Numbers.MAX_EXPONENT
        || digits.length() > Numbers.MAX_SIGNIFICANT_DIGITS) {
      throw new IllegalArgumentException("a number outside DynamoDB's range: " + number);
    }
    boolean isNegative = number.signum() < 0;
    int inversion = isNegative ? 0xFF : 0;
    writer.writeByte(isNegative ? BELOW_ZERO : ABOVE_ZERO);
    writer.writeByte((exponent - Numbers.MIN_EXPONENT) ^ inversion);
    for (int i = 0; i < digits.length(); i += 2) {
      int tens = digits.charAt(i) - '0';
      int ones = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0;
      writer.writeByte((1 + 10 * tens + ones) ^ inversion);
    }
    writer.writeByte(END_OF_DIGITS ^ inversion);
  }

  private static BigDecimal readNumber(ByteReader reader) {
    int sign = reader.readByte();
    if (sign == ZERO) {
      return BigDecimal.ZERO;
    }
    if (sign != BELOW_ZERO && sign != ABOVE_ZERO) {
      throw new MalformedBytesException("a key number with the sign " + sign);
    }
    int inversion = sign == BELOW_ZERO ? 0xFF : 0;
    int exponent = (reader.readByte() ^ inversion) + Numbers.MIN_EXPONENT;
    var digits = new StringBuilder(Numbers.MAX_SIGNIFICANT_DIGITS + 1);
    for (int pair = reader.readByte() ^ inversion;
        pair != END_OF_DIGITS;
        pair = reader.readByte() ^ inversion) {
      if (pair > 100 || digits.length() >= Numbers.MAX_SIGNIFICANT_DIGITS) {
        throw new MalformedBytesException("no digits of a key number at pair " + pair);
      }
      digits.append((char) ('0' + (pair - 1) / 10)).append((char) ('0' + (pair - 1) % 10));
    }
    if (digits.isEmpty()
        || digits.charAt(0) == '0'
        || digits.lastIndexOf("00") == digits.length() - 2) {
      throw new MalformedBytesException("a key number with zeros at its ends");
    }
    var unscaled = new BigInteger(digits.toString());
    var magnitude = new BigDecimal(unscaled, digits.length() - 1 - exponent);
    return sign == BELOW_ZERO ? magnitude.negate() : magnitude;
  }

  private static IllegalArgumentException noKeyValue(AttributeValue value) {
    return new IllegalArgumentException("no value for a key or its prefix: a " + value.type());
  }
}
