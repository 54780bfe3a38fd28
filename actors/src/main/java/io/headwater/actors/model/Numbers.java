package io.headwater.actors.model;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * DynamoDB's numbers: decimals of up to 38 significant digits with a magnitude from 1E-130 to
 * 9.99…E+125, and zero.
 *
 * <p>Every number that enters an item comes through here, from the wire or out of arithmetic, so
 * that no number in the database is outside the range. Results have no trailing zeros. Parsing
 * costs time in proportion to the text's length, whatever its exponent says.
 */
public final class Numbers {
  /** Significant decimal digits; leading and trailing zeros don't count. */
  public static final int MAX_SIGNIFICANT_DIGITS = 38;

  /** The greatest power of ten that the first significant digit may stand for. */
  public static final int MAX_EXPONENT = 125;

  /** The least power of ten that the first significant digit may stand for. */
  public static final int MIN_EXPONENT = -130;

  private static final String NOT_NUMERIC = "The parameter cannot be converted to a numeric value";
  private static final String TOO_LARGE =
      "Number overflow. Attempting to store a number with magnitude larger than supported range";
  private static final String TOO_SMALL =
      "Number underflow. Attempting to store a number with magnitude smaller than supported range";
  private static final String TOO_PRECISE =
      "Attempting to store more than 38 significant digits in a Number";

  private Numbers() {}

  /**
   * Reads a number as it stands in a request.
   *
   * @throws DynamoDbException a ValidationException with DynamoDB's text; reported in this order:
   *     not a number, magnitude, digits
   */
  public static BigDecimal parse(String text) {
    return new Scanner(text).scan();
  }

  /**
   * The text with which DynamoDB's older check of numbers refuses a number, where it differs from
   * {@link #parse}: it reads exponents of 32 bits.
   *
   * @param refusal what {@link #parse} threw
   */
  public static String olderRefusal(String text, DynamoDbException refusal) {
    if (text.isEmpty()) {
      return NOT_NUMERIC;
    }
    String message = refusal.error().message();
    return message.equals(TOO_LARGE) || message.equals(TOO_SMALL)
        ? new Scanner(text).olderRefusal(message)
        : message;
  }

  /** {@code left + right}, or a ValidationException if the result is no DynamoDB number. */
  public static BigDecimal add(BigDecimal left, BigDecimal right) {
    return checked(left.add(right));
  }

  /** {@code left - right}, or a ValidationException if the result is no DynamoDB number. */
  public static BigDecimal subtract(BigDecimal left, BigDecimal right) {
    return checked(left.subtract(right));
  }

  /** A result that needs more than 38 digits is not rounded; DynamoDB calls it an overflow. */
  private static BigDecimal checked(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal normal = number.stripTrailingZeros();
    check((long) normal.precision() - normal.scale() - 1, normal.precision(), TOO_LARGE);
    return normal;
  }

  private static void check(long exponent, int significantDigits, String tooPrecise) {
    if (exponent > MAX_EXPONENT) {
      throw DynamoDbException.validation(TOO_LARGE);
    }
    if (exponent < MIN_EXPONENT) {
      throw DynamoDbException.validation(TOO_SMALL);
    }
    if (significantDigits > MAX_SIGNIFICANT_DIGITS) {
      throw DynamoDbException.validation(tooPrecise);
    }
  }

  /**
   * One pass over {@code [+-]? (digits [. digits?] | . digits) ([eE][+-]?digits)?}.
   *
   * <p>It finds where the significant digits begin and end before it builds a number, so that a
   * long text or a huge exponent is refused without arithmetic on it.
   */
  private static final class Scanner {
    /** Keeps the exponent's sum with a text's length far from overflow. */
    private static final long EXPONENT_CAP = 1_000_000_000_000L;

    private final String text;
    private int position;

    /** Positions of the first and last digit that isn't zero; -1: there is none. */
    private int first = -1;

    private int last = -1;
    private int digits;

    /** Of the digits: those before the point, and the zeros before the first that isn't zero. */
    private int integerDigits;

    private int leadingZeros;

    private boolean negative;
    private int point;
    private long exponent;

    Scanner(String text) {
      this.text = text;
    }

    BigDecimal scan() {
      scanNumber();
      if (first >= 0) {
        return number();
      }
      check(exponent, 0, TOO_PRECISE);
      return BigDecimal.ZERO;
    }

    /** Refuses a number whose exponent is out of range as one that has 32 bits for it. */
    String olderRefusal(String message) {
      scanNumber();
      long fractionDigits = Math.max(0, digits - integerDigits);
      long scale = fractionDigits - exponent;
      if (exponent != (int) exponent || scale != (int) scale) {
        return NOT_NUMERIC + ": " + text;
      }
      long significant = first < 0 ? 1 : digits - leadingZeros;
      return significant - scale > Integer.MAX_VALUE ? TOO_SMALL : message;
    }

    private void scanNumber() {
      negative = sign();
      scanDigits();
      point = position;
      integerDigits = digits;
      if (position < text.length() && text.charAt(position) == '.') {
        position++;
        scanDigits();
      }
      boolean isRead = digits > 0 && exponent();
      if (!isRead || position < text.length()) {
        throw DynamoDbException.validation(NOT_NUMERIC + ": " + text);
      }
    }

    private boolean sign() {
      char c = text.isEmpty() ? '0' : text.charAt(0);
      if (c == '-' || c == '+') {
        position = 1;
      }
      return c == '-';
    }

    private void scanDigits() {
      for (; position < text.length() && isDigit(text.charAt(position)); position++) {
        digits++;
        if (first < 0 && text.charAt(position) == '0') {
          leadingZeros++;
        }
        if (text.charAt(position) != '0') {
          first = first < 0 ? position : first;
          last = position;
        }
      }
    }

    /** Reads the exponent if there is one; false if it is none, or has more than 64 bits. */
    private boolean exponent() {
      if (position == text.length() || (text.charAt(position) | 0x20) != 'e') {
        return true;
      }
      int start = position + 1;
      boolean signed = start < text.length() && "+-".indexOf(text.charAt(start)) >= 0;
      int index = signed ? start + 1 : start;
      if (index == text.length()) {
        return false;
      }
      boolean isNegative = signed && text.charAt(start) == '-';
      // Counted downwards, because the least long has one more than the greatest.
      long value = 0;
      for (; index < text.length() && isDigit(text.charAt(index)); index++) {
        int digit = text.charAt(index) - '0';
        if (value < (Long.MIN_VALUE + digit) / 10) {
          return false;
        }
        value = value * 10 - digit;
      }
      if (value == Long.MIN_VALUE && !isNegative) {
        return false;
      }
      position = index;
      long capped = Math.max(-EXPONENT_CAP, value);
      exponent = isNegative ? capped : -capped;
      return true;
    }

    private BigDecimal number() {
      int significant = last - first + 1 - (first < point && last > point ? 1 : 0);
      check(exponent + powerOfTen(first, point), significant, TOO_PRECISE);
      String unscaled = text.substring(first, last + 1).replace(".", "");
      long scale = -(exponent + powerOfTen(last, point));
      var magnitude = new BigDecimal(new BigInteger(unscaled), Math.toIntExact(scale));
      return negative ? magnitude.negate() : magnitude;
    }

    /** What power of ten the digit at a position stands for. */
    private static int powerOfTen(int digitPosition, int point) {
      return digitPosition < point ? point - digitPosition - 1 : point - digitPosition;
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
