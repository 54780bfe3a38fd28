package io.headwater.actors.partition;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Hands the journal a commit's own bytes. Their version is inside them. */
public final class CommitSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7001;
  private static final String MANIFEST = "C";

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
    return ((Commit) event).encoded();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new IllegalArgumentException("expected manifest " + MANIFEST + ", found " + manifest);
    }
    return Commit.ofStored(bytes);
  }
}
