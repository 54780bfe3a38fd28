package io.headwater.persistence.store;

/**
 * The bytes that a disk must have free for each kind of write.
 *
 * @param allBytes for every write
 * @param resumeBytes for every write to be accepted again once some were refused
 * @param freeingBytes for writes that let space be reclaimed
 * @param compactionBytes for the compaction; the rest is LevelDB's alone
 */
record SpaceLimits(long allBytes, long resumeBytes, long freeingBytes, long compactionBytes) {
  /**
   * LevelDB's logs and tables after the last write: two logs of one buffer each, and one merge of
   * its youngest level, which reads four tables of one buffer each before it deletes them.
   */
  private static final int WRITE_BUFFERS_OF_INDEX = 6;

  /** A merge of older levels: at most 25 tables of 2 MiB. */
  private static final long MERGE_BYTES = 64L * 1024 * 1024;

  /** One that the live records of the oldest are moved to, one that readers keep from deletion. */
  private static final int SEGMENTS_OF_COMPACTION = 2;

  /** Part of the limit that deletes must free beyond it, so that writes do not flap. */
  private static final int RESUME_DIVISOR = 16;

  /** Limits that leave each kind of write a part of {@code min-free-space}, however small it is. */
  static SpaceLimits of(StoreSettings settings) {
    long all = settings.minFreeBytes();
    long index = Math.max(MERGE_BYTES, WRITE_BUFFERS_OF_INDEX * settings.writeBufferBytes());
    long freeing = index + (long) SEGMENTS_OF_COMPACTION * settings.segmentBytes();
    return new SpaceLimits(
        all,
        all
            + Math.min(
                Math.min(all / RESUME_DIVISOR, settings.segmentBytes()), Long.MAX_VALUE - all),
        Math.min(freeing, all / 8 * 5),
        Math.min(index, all / 8 * 3));
  }
}
