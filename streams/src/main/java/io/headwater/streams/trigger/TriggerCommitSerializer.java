package io.headwater.streams.trigger;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Hands the journal a trigger commit's bytes. Their version is inside them. */
public final class TriggerCommitSerializer extends SerializerWithStringManifest {
  /** Kept for good: it stands beside every event in the journal. */
  private static final int IDENTIFIER = 7_101;

  private static final String MANIFEST = "T";

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object event) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object event) {
    return TriggerCodec.encode((TriggerCommit) event);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new IllegalArgumentException("expected manifest " + MANIFEST + ", found " + manifest);
    }
    return TriggerCodec.decode(bytes);
  }
}
