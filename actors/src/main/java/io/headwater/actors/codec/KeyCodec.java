package io.headwater.actors.codec;

/** Keys as ordered bytes. */
public final class KeyCodec {
  private KeyCodec() {}
}
