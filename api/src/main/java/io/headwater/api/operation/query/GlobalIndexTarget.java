package io.headwater.api.operation.query;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A global secondary index. It is only read eventually consistently, and only for what it has. */
record GlobalIndexTarget(TableDefinition table, GlobalIndex global) implements ReadTarget {

  /**
   * The index, if a request may read it.
   *
   * @throws DynamoDbException a ValidationException
   */
  static GlobalIndexTarget of(Structure request, TableDefinition table, GlobalIndex global) {
    if (request.flag("ConsistentRead")) {
      throw DynamoDbException.validation(
          "Consistent reads are not supported on global secondary indexes");
    }
    if (global.status() != IndexStatus.ACTIVE) {
      throw DynamoDbException.validation(
          "Cannot read from backfilling global secondary index: " + global.name());
    }
    return new GlobalIndexTarget(table, global);
  }

  @Override
  public IndexKeySchema keySchema() {
    return global.index().keySchema();
  }

  @Override
  public IndexRead indexRead(PageRequest request) {
    return new IndexRead.Global(global.number());
  }

  @Override
  public void requireProjected(PageRequest request) {
    if (request.selection() == Selection.ALL_ATTRIBUTES
        && global.index().projection().type() != IndexProjection.Type.ALL) {
      throw DynamoDbException.invalidParameter(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + global.name()
              + " because its projection type is not ALL");
    }
    if (request.projection() != null) {
      requireProjected(request.projection().paths());
    }
  }

  private void requireProjected(List<DocumentPath> paths) {
    List<String> lacking = lacking(paths).toList();
    if (!lacking.isEmpty()) {
      throw DynamoDbException.invalidParameter(
          "Global secondary index " + global.name() + " does not project " + lacking);
    }
  }

  @Override
  public void requireFilterable(List<DocumentPath> paths) {
    List<String> lacking = lacking(paths).sorted().toList();
    if (!lacking.isEmpty()) {
      throw DynamoDbException.invalidParameter(
          "Secondary index "
              + global.name()
              + " does not project one or more filter attributes: "
              + lacking);
    }
  }

  /** The attributes that entries don't have, each once. */
  private Stream<String> lacking(List<DocumentPath> paths) {
    return paths.stream()
        .map(DocumentPath::attributeName)
        .filter(name -> !global.index().projects(table.keySchema(), name))
        .distinct();
  }

  @Override
  public CapacityUnits units(Page page, boolean consistent) {
    return new CapacityUnits(
        0,
        Map.of(),
        Map.of(global.name(), ConsumedCapacity.readUnits(page.scannedSizeBytes(), consistent)));
  }
}
