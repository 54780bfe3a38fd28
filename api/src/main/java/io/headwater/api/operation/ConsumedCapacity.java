package io.headwater.api.operation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.api.protocol.Structure;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What requests would cost at DynamoDB, and the answer's member that tells it (data model §7, §8).
 */
public final class ConsumedCapacity {
  private static final int WRITE_UNIT_BYTES = 1_024;

  /** How much of it a request wants to be told. */
  public enum Detail {
    INDEXES,
    TOTAL,
    NONE
  }

  private ConsumedCapacity() {}

  public static Detail detail(Structure request) {
    String wanted = request.text("ReturnConsumedCapacity");
    return wanted == null ? Detail.NONE : Detail.valueOf(wanted);
  }

  /** What reading so many bytes at once costs; an eventually consistent read costs half. */
  public static double readUnits(long sizeBytes, boolean consistent) {
    return consistencyUnits(
        Math.max(1, Math.ceilDiv(sizeBytes, ItemLimits.READ_UNIT_BYTES)), consistent);
  }

  /** What so many whole units cost, halved for eventually consistent reads. */
  public static double consistencyUnits(long units, boolean consistent) {
    return consistent ? units : units / 2.0;
  }

  /** What replacing one image by the other costs; null: there was or is no item. */
  public static CapacityUnits writeUnits(
      TableDefinition table, @Nullable EncodedItem before, @Nullable EncodedItem after) {
    double tableUnits = Math.max(1, Math.max(writeUnits(before), writeUnits(after)));
    List<GlobalSecondaryIndex> globalIndexes = table.fedIndexes();
    if (table.localSecondaryIndexes().isEmpty() && globalIndexes.isEmpty()) {
      return CapacityUnits.ofTable(tableUnits);
    }
    KeySchema key = table.keySchema();
    var images =
        new Images(
            before == null ? Item.EMPTY : before.item(), after == null ? Item.EMPTY : after.item());
    var localUnits = new LinkedHashMap<String, Double>();
    for (LocalSecondaryIndex index : table.localSecondaryIndexes()) {
      String sortKey = index.sortKey().name();
      charge(
          localUnits,
          index.name(),
          images.indexUnits(item -> index.entry(key, item), entry -> entry.get(sortKey)));
    }
    var globalUnits = new LinkedHashMap<String, Double>();
    for (GlobalSecondaryIndex index : globalIndexes) {
      charge(
          globalUnits,
          index.name(),
          images.indexUnits(item -> index.entry(key, item), index.keySchema()::keyOf));
    }
    return new CapacityUnits(tableUnits, localUnits, globalUnits);
  }

  private static void charge(Map<String, Double> indexes, String name, double units) {
    if (units > 0) {
      indexes.put(name, units);
    }
  }

  private static double writeUnits(@Nullable EncodedItem item) {
    return item == null ? 0 : Math.ceilDiv(item.itemSizeBytes(), WRITE_UNIT_BYTES);
  }

  /** An item before and after a write; empty where there was or is none. */
  private record Images(Item before, Item after) {

    /**
     * What an index is charged.
     *
     * @param entry what the index has of an item
     * @param place where in the index it has an entry; one that moves is removed and put
     */
    double indexUnits(
        Function<Item, @Nullable Item> entry, Function<Item, @Nullable Object> place) {
      Item entryBefore = entry.apply(before);
      Item entryAfter = entry.apply(after);
      double unitsBefore = entryUnits(entryBefore);
      double unitsAfter = entryUnits(entryAfter);
      if (entryBefore == null || entryAfter == null) {
        return unitsBefore + unitsAfter;
      }
      if (entryBefore.equals(entryAfter)) {
        return 0;
      }
      return Objects.equals(place.apply(entryBefore), place.apply(entryAfter))
          ? Math.max(unitsBefore, unitsAfter)
          : unitsBefore + unitsAfter;
    }
  }

  private static double entryUnits(@Nullable Item entry) {
    return entry == null ? 0 : Math.ceilDiv(ItemSize.of(entry), WRITE_UNIT_BYTES);
  }

  /**
   * Writes the member of an operation on one table.
   *
   * @param tableName the table as the request named it
   */
  public static void writeMember(
      JsonGenerator generator, Detail detail, String tableName, CapacityUnits units)
      throws IOException {
    if (detail != Detail.NONE) {
      generator.writeFieldName("ConsumedCapacity");
      write(generator, detail, tableName, units);
    }
  }

  /** Writes the member of an operation on several tables. */
  public static void writeMember(
      JsonGenerator generator, Detail detail, Map<String, CapacityUnits> unitsByTable)
      throws IOException {
    if (detail != Detail.NONE) {
      generator.writeArrayFieldStart("ConsumedCapacity");
      for (var entry : unitsByTable.entrySet()) {
        write(generator, detail, entry.getKey(), entry.getValue());
      }
      generator.writeEndArray();
    }
  }

  private static void write(
      JsonGenerator generator, Detail detail, String tableName, CapacityUnits units)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("TableName", tableName);
    generator.writeNumberField("CapacityUnits", units.total());
    if (detail == Detail.INDEXES) {
      writeUnits(generator, "Table", units.table());
      writeIndexes(generator, "LocalSecondaryIndexes", units.localSecondaryIndexes());
      writeIndexes(generator, "GlobalSecondaryIndexes", units.globalSecondaryIndexes());
    }
    generator.writeEndObject();
  }

  private static void writeIndexes(
      JsonGenerator generator, String member, Map<String, Double> unitsByIndex) throws IOException {
    if (unitsByIndex.isEmpty()) {
      return;
    }
    generator.writeObjectFieldStart(member);
    for (var index : unitsByIndex.entrySet()) {
      writeUnits(generator, index.getKey(), index.getValue());
    }
    generator.writeEndObject();
  }

  private static void writeUnits(JsonGenerator generator, String name, double units)
      throws IOException {
    generator.writeObjectFieldStart(name);
    generator.writeNumberField("CapacityUnits", units);
    generator.writeEndObject();
  }
}
