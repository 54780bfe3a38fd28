package io.headwater.actors.index;

import io.headwater.actors.entity.EventSerializer;

/** Hands the journal a commit's own bytes. */
public final class IndexCommitSerializer extends EventSerializer<IndexCommit> {
  public IndexCommitSerializer() {
    super(IndexCommit.class, 7003, "I");
  }

  @Override
  protected byte[] encode(IndexCommit commit) {
    return commit.encoded();
  }

  @Override
  protected IndexCommit decode(byte[] bytes) {
    return IndexCommit.ofStored(bytes);
  }
}
