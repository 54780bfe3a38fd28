package io.headwater.actors.codec;

/** The byte before each encoded value. Numbers are for good; {@link ItemCodec} shows the bodies. */
final class ValueTag {
  static final int STRING = 1;
  static final int NUMBER = 2;
  static final int BINARY = 3;
  static final int FALSE = 4;
  static final int TRUE = 5;
  static final int NULL = 6;
  static final int STRING_SET = 7;
  static final int NUMBER_SET = 8;
  static final int BINARY_SET = 9;
  static final int LIST = 10;
  static final int MAP = 11;

  private ValueTag() {}
}
