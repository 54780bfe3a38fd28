package io.headwater.persistence.journal;

import io.headwater.persistence.store.Store;
import org.apache.pekko.actor.setup.Setup;

/**
 * Gives an actor system a store that is open already. Whoever opened it closes it, after the system
 * has terminated.
 */
public final class StoreSetup extends Setup {
  private final Store store;

  public StoreSetup(Store store) {
    this.store = store;
  }

  /** The store that the system is to use. */
  public Store store() {
    return store;
  }
}
