package io.headwater.api.operation.query;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.api.operation.CapacityUnits;
import io.headwater.api.protocol.Structure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a Query or Scan reads: a table, or one of its indexes. */
sealed interface ReadTarget permits TableTarget, LocalIndexTarget, GlobalIndexTarget {

  /**
   * What the request's IndexName says.
   *
   * @throws DynamoDbException a ValidationException if the table has no such index, or the index
   *     can't be read so or not yet
   */
  static ReadTarget of(Structure request, TableDefinition table) {
    String name = request.text("IndexName");
    if (name == null) {
      return new TableTarget(table);
    }
    var local = LocalSecondaryIndex.named(name, table.localSecondaryIndexes());
    if (local != null) {
      return new LocalIndexTarget(table, local);
    }
    GlobalIndex global = table.globalIndex(name);
    if (global == null || global.status() == IndexStatus.DELETING) {
      throw DynamoDbException.validation("The table does not have the specified index: " + name);
    }
    return GlobalIndexTarget.of(request, table, global);
  }

  TableDefinition table();

  /** By which the items are found and ordered. */
  IndexKeySchema keySchema();

  /**
   * The start key behind an item or an index's entry: the attributes of the table's key and then
   * the index's own.
   */
  default Item position(Item item) {
    var tableKey = table().keySchema();
    IndexKeySchema.Key key = keySchema().keyOf(item);
    if (key == null) {
      throw new IllegalArgumentException("neither an item of the table nor an entry of the index");
    }
    Map<String, AttributeValue> position =
        new LinkedHashMap<>(tableKey.toItem(tableKey.keyOf(item)).attributes());
    position.putAll(keySchema().toAttributes(key));
    return new Item(position);
  }

  /** How the index is read for a request; null: the table is read. */
  @Nullable IndexRead indexRead(PageRequest request);

  /**
   * Checks whether the request can be answered the attributes that it wants.
   *
   * @throws DynamoDbException a ValidationException
   */
  default void requireProjected(PageRequest request) {}

  /**
   * Checks whether a Query's filter can see the attributes that it looks at.
   *
   * @throws DynamoDbException a ValidationException
   */
  default void requireFilterable(List<DocumentPath> paths) {}

  /** What a page of it costs. */
  CapacityUnits units(Page page, boolean consistent);

  /** Reports whether a partition key has one item: a Query of it has one page and no start key. */
  default boolean holdsOneItemEach() {
    return !isIndex() && table().keySchema().sortKey() == null;
  }

  default boolean isIndex() {
    return !(this instanceof TableTarget);
  }

  /** The attributes that a start key has: the table's keys and the index's. */
  default Set<String> attributeNames() {
    Set<String> names = new HashSet<>();
    IndexKeySchema.of(table().keySchema()).attributes().forEach(key -> names.add(key.name()));
    keySchema().attributes().forEach(key -> names.add(key.name()));
    return names;
  }
}
