package io.headwater.actors.index;

/** What one commit of an index partition says; its entries are in the rows alone. */
public sealed interface IndexCommitRecord {
  /**
   * Changes of a source were taken in.
   *
   * @param entries how many entries were put or removed
   */
  record Fed(String source, SourcePosition to, int entries) implements IndexCommitRecord {}

  /** The last commit of a log. */
  record Closed() implements IndexCommitRecord {}

  /** Reads a commit as the journal holds it. */
  static IndexCommitRecord fromBytes(byte[] bytes) {
    return IndexPartitionCodec.decode(bytes);
  }
}
