package io.headwater.actors.catalog;

import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.entity.EventSerializer;

/** The catalog's commits as bytes: their number as a varint, then {@link CatalogCodec}'s. */
public final class CatalogCommitSerializer extends EventSerializer<CatalogCommit> {
  public CatalogCommitSerializer() {
    super(CatalogCommit.class, 7002, "C");
  }

  @Override
  protected byte[] encode(CatalogCommit commit) {
    return new ByteWriter()
        .writeVarint(commit.version())
        .writeBytes(CatalogCodec.encodeChanges(commit.changes()))
        .toByteArray();
  }

  @Override
  protected CatalogCommit decode(byte[] bytes) {
    var reader = new ByteReader(bytes);
    long version = reader.readVarint();
    var commit = new CatalogCommit(version, CatalogCodec.decodeChanges(reader.readBytes()));
    reader.expectEnd();
    return commit;
  }
}
