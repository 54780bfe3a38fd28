package io.headwater.actors.partition;

import io.headwater.actors.entity.EventSerializer;

/** Hands the journal a commit's own bytes. */
public final class CommitSerializer extends EventSerializer<Commit> {
  public CommitSerializer() {
    super(Commit.class, 7001, "C");
  }

  @Override
  protected byte[] encode(Commit commit) {
    return commit.encoded();
  }

  @Override
  protected Commit decode(byte[] bytes) {
    return Commit.ofStored(bytes);
  }
}
