package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.IndexRead.Fetch;
import io.headwater.api.protocol.Structure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a Query or Scan reads: a table, or one of its indexes.
 *
 * @param index null: the table
 */
record ReadTarget(TableDefinition table, @Nullable LocalSecondaryIndex index) {

  /**
   * What the request's IndexName says.
   *
   * @throws DynamoDbException a ValidationException if the table has no such index
   */
  static ReadTarget of(Structure request, TableDefinition table) {
    String name = request.text("IndexName");
    if (name == null) {
      return new ReadTarget(table, null);
    }
    var index = LocalSecondaryIndex.named(name, table.localSecondaryIndexes());
    if (index == null) {
      throw DynamoDbException.validation("The table does not have the specified index: " + name);
    }
    return new ReadTarget(table, index);
  }

  /** By which the items are found and ordered. */
  KeySchema keySchema() {
    return index == null ? table.keySchema() : index.keySchema();
  }

  /** The attributes that a start key has: the table's keys and the index's. */
  Set<String> attributeNames() {
    Set<String> names = new HashSet<>();
    addNames(names, table.keySchema());
    addNames(names, keySchema());
    return names;
  }

  private static void addNames(Set<String> names, KeySchema schema) {
    names.add(schema.partitionKey().name());
    if (schema.sortKey() != null) {
      names.add(schema.sortKey().name());
    }
  }

  /** The start key behind an item or an index's entry. */
  Item position(Item item) {
    return index == null
        ? table.keySchema().toItem(table.keySchema().keyOf(item))
        : index.position(table.keySchema(), item);
  }

  /** How the index is read for a request; null: the table is read. */
  @Nullable IndexRead indexRead(PageRequest request) {
    return index == null
        ? null
        : new IndexRead(table.localSecondaryIndexes().indexOf(index), fetch(request, index));
  }

  /** An attribute that the index lacks is fetched from the table, for the answer or the filter. */
  private Fetch fetch(PageRequest request, LocalSecondaryIndex from) {
    if (from.projection().type() == IndexProjection.Type.ALL) {
      return Fetch.NOTHING;
    }
    var filter = request.filter();
    var projection = request.projection();
    boolean answersMore =
        request.selection() == Selection.ALL_ATTRIBUTES
            || (projection != null && !projectsAll(from, projection.paths()));
    if (answersMore) {
      return Fetch.ITEMS;
    }
    return filter == null || projectsAll(from, filter.paths()) ? Fetch.NOTHING : Fetch.FILTER;
  }

  private boolean projectsAll(LocalSecondaryIndex from, List<DocumentPath> paths) {
    return paths.stream().allMatch(path -> from.projects(table.keySchema(), path.attributeName()));
  }
}
