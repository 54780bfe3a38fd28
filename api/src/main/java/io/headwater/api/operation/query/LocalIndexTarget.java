package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import java.util.List;
import java.util.Map;

/** A local secondary index. What it lacks is fetched from the table. */
record LocalIndexTarget(TableDefinition table, LocalSecondaryIndex index) implements ReadTarget {

  @Override
  public IndexKeySchema keySchema() {
    return IndexKeySchema.of(index.keySchema());
  }

  @Override
  public IndexRead indexRead(PageRequest request) {
    return new IndexRead.Local(table.localSecondaryIndexes().indexOf(index), fetch(request));
  }

  /** An attribute that the index lacks is fetched from the table, for the answer or the filter. */
  private Fetch fetch(PageRequest request) {
    if (index.projection().type() == IndexProjection.Type.ALL) {
      return Fetch.NOTHING;
    }
    var filter = request.filter();
    var projection = request.projection();
    boolean answersMore =
        request.selection() == Selection.ALL_ATTRIBUTES
            || (projection != null && !projectsAll(projection.paths()));
    if (answersMore) {
      return Fetch.ITEMS;
    }
    return filter == null || projectsAll(filter.paths()) ? Fetch.NOTHING : Fetch.FILTER;
  }

  private boolean projectsAll(List<DocumentPath> paths) {
    return paths.stream().allMatch(path -> index.projects(table.keySchema(), path.attributeName()));
  }

  /** The table is charged for fetched items, the index for its entries. */
  @Override
  public CapacityUnits units(Page page, boolean consistent) {
    return new CapacityUnits(
        ConsumedCapacity.consistencyUnits(page.fetchedReadUnits(), consistent),
        Map.of(index.name(), ConsumedCapacity.readUnits(page.scannedSizeBytes(), consistent)),
        Map.of());
  }
}
