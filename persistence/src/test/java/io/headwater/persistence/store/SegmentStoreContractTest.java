package io.headwater.persistence.store;

import io.headwater.persistence.testing.TestSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SegmentStoreContractTest extends StoreContract {
  @TempDir Path directory;

  @Override
  Store openStore() {
    return SegmentStore.open(TestSettings.in(directory));
  }
}
