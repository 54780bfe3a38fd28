package io.headwater.actors.partition;

/** Hears of commits as soon as they are durable. Called on the partition's thread. */
@FunctionalInterface
public interface CommitListener {
  /** The partition's log now reaches to this commit. Must return at once. */
  void committed(String partitionId, long commitNr);
}
