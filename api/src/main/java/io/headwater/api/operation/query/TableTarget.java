package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import org.jspecify.annotations.Nullable;

/** The table itself. */
record TableTarget(TableDefinition table) implements ReadTarget {

  @Override
  public IndexKeySchema keySchema() {
    return IndexKeySchema.of(table.keySchema());
  }

  @Override
  public @Nullable IndexRead indexRead(PageRequest request) {
    return null;
  }

  @Override
  public CapacityUnits units(Page page, boolean consistent) {
    return CapacityUnits.ofTable(ConsumedCapacity.readUnits(page.scannedSizeBytes(), consistent));
  }
}
