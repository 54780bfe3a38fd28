package io.headwater.actors.codec;

import java.util.UUID;

/** What of a table its items' row keys are made with; neither ever changes. */
public interface TableIdentity {
  /** Never used for another table. */
  UUID id();

  /** Keys the hash of partition keys. */
  long hashSeed();
}
