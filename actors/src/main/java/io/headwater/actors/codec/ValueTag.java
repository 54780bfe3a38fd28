package io.headwater.actors.codec;

/** The byte before each encoded value. Numbers are for good; {@link ItemCodec} shows the bodies. */
public final class ValueTag {
  public static final int STRING = 1;
  public static final int NUMBER = 2;
  public static final int BINARY = 3;
  public static final int FALSE = 4;
  public static final int TRUE = 5;
  public static final int NULL = 6;
  public static final int STRING_SET = 7;
  public static final int NUMBER_SET = 8;
  public static final int BINARY_SET = 9;
  public static final int LIST = 10;
  public static final int MAP = 11;

  private ValueTag() {}
}
