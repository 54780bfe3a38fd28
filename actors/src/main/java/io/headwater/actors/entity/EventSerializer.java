package io.headwater.actors.entity;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Hands the journal the bytes of one kind of event. The version of their format is inside them;
 * identifier and manifest stand beside every event in the journal and are kept for good.
 */
public abstract class EventSerializer<E> extends SerializerWithStringManifest {
  private final Class<E> eventClass;
  private final int identifier;
  private final String manifest;

  protected EventSerializer(Class<E> eventClass, int identifier, String manifest) {
    this.eventClass = eventClass;
    this.identifier = identifier;
    this.manifest = manifest;
  }

  protected abstract byte[] encode(E event);

  protected abstract E decode(byte[] bytes);

  @Override
  public final int identifier() {
    return identifier;
  }

  @Override
  public final String manifest(Object event) {
    return manifest;
  }

  @Override
  public final byte[] toBinary(Object event) {
    return encode(eventClass.cast(event));
  }

  @Override
  public final Object fromBinary(byte[] bytes, String foundManifest) {
    if (!foundManifest.equals(manifest)) {
      throw new IllegalArgumentException(
          "expected manifest " + manifest + ", found " + foundManifest);
    }
    return decode(bytes);
  }
}
