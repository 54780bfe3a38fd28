package io.headwater.persistence.store;

import io.headwater.persistence.testing.InMemoryStore;

class InMemoryStoreContractTest extends StoreContract {
  @Override
  Store openStore() {
    return new InMemoryStore();
  }
}
