package io.headwater.persistence.store;

/** The kinds of writes that a store accepts with the space that its disk has free. */
public enum Admission {
  ALL,
  /** Deletes, expiry and whatever else lets the compaction reclaim space. */
  FREEING_ONLY,
  NONE;

  /** Reports whether a write is accepted, given whether it lets space be reclaimed. */
  public boolean accepts(boolean freesSpace) {
    return this == ALL || (freesSpace && this == FREEING_ONLY);
  }
}
