package io.headwater.persistence.journal;

import io.headwater.persistence.store.RowCache;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreSettings;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * The store of an actor system: the one that {@link StoreSetup} gave it, otherwise one that is
 * opened from {@code headwater.store} when it is first asked for and closed when the system has
 * terminated.
 */
public final class StoreExtension implements Extension {
  private static final Id ID = new Id();

  private final Store store;
  private final RowCache rowCache;

  private StoreExtension(Store store, RowCache rowCache) {
    this.store = store;
    this.rowCache = rowCache;
  }

  /** The extension of a system, classic or typed. */
  public static StoreExtension get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  /** The one store of this system. */
  public Store store() {
    return store;
  }

  /** The rows that the journal keeps up to date for readers; {@code headwater.row-cache}. */
  public RowCache rowCache() {
    return rowCache;
  }

  private static final class Id extends AbstractExtensionId<StoreExtension> {
    @Override
    public StoreExtension createExtension(ExtendedActorSystem system) {
      var rowCache =
          RowCache.ofSize(system.settings().config().getBytes("headwater.row-cache.size"));
      var given = system.settings().setup().get(StoreSetup.class);
      if (given.isPresent()) {
        return new StoreExtension(given.get().store(), rowCache);
      }
      Store opened = open(system);
      system.registerOnTermination(opened::close);
      return new StoreExtension(opened, rowCache);
    }

    private static Store open(ActorSystem system) {
      return SegmentStore.open(
          StoreSettings.from(system.settings().config().getConfig("headwater.store")));
    }
  }
}
