package io.headwater.streams.trigger;

import io.headwater.actors.entity.EventSerializer;

/** Hands the journal a trigger commit's bytes. */
public final class TriggerCommitSerializer extends EventSerializer<TriggerCommit> {
  public TriggerCommitSerializer() {
    super(TriggerCommit.class, 7101, "T");
  }

  @Override
  protected byte[] encode(TriggerCommit commit) {
    return TriggerCodec.encode(commit);
  }

  @Override
  protected TriggerCommit decode(byte[] bytes) {
    return TriggerCodec.decode(bytes);
  }
}
