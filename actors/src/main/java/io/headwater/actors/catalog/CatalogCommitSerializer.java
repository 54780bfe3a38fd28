package io.headwater.actors.catalog;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The catalog's commits as bytes: their number as a varint, then {@link CatalogCodec}'s. */
public final class CatalogCommitSerializer extends SerializerWithStringManifest {
  private static final int IDENTIFIER = 7002;
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
    var commit = (CatalogCommit) event;
    return new ByteWriter()
        .writeVarint(commit.version())
        .writeBytes(CatalogCodec.encodeChanges(commit.changes()))
        .toByteArray();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new IllegalArgumentException("expected manifest " + MANIFEST + ", found " + manifest);
    }
    var reader = new ByteReader(bytes);
    long version = reader.readVarint();
    var commit = new CatalogCommit(version, CatalogCodec.decodeChanges(reader.readBytes()));
    reader.expectEnd();
    return commit;
  }
}
