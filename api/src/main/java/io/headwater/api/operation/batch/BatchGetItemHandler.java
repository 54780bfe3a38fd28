package io.headwater.api.operation.batch;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.table.TableReader;
import io.headwater.api.memory.Reservation;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * BatchGetItem. Checks: that there are requests; parameters that don't go together, be it in
 * different tables; per table in the request's order: placeholders without an expression,
 * placeholders, projection or AttributesToGet, then key by key its values, whether it was there
 * before, the number of keys over all tables so far; then that all tables exist, and per table the
 * keys against it and paths into key attributes.
 */
public final class BatchGetItemHandler implements OperationHandler {
  /** Keys over all tables. */
  private static final int MAX_KEYS = 100;

  /** What is read for one response (bytes); the largest response and one more item. */
  private static final long MAX_READ_BYTES =
      BatchGetAnswer.MAX_ITEMS_BYTES + ItemLimits.MAX_ITEM_SIZE_BYTES;

  private static final ParameterRules RULES =
      new ParameterRules(List.of("AttributesToGet"), List.of("ProjectionExpression"), List.of());

  private final TableLookup tables;
  private final TableReader reader;

  public BatchGetItemHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Map<String, Structure> requestItems = request.structureMap("RequestItems");
    if (requestItems == null) {
      throw DynamoDbException.validation("The requestItems parameter is required for BatchGetItem");
    }
    RULES.requireNotMixed(requestItems.values());
    List<TableGet> gets = gets(requestItems);
    List<TableDefinition> definitions =
        gets.stream().map(get -> tables.forItems(get.tableName())).toList();
    var keys = new ArrayList<List<ItemKey>>();
    for (int i = 0; i < gets.size(); i++) {
      keys.add(keys(gets.get(i), definitions.get(i)));
    }
    return read(gets, definitions, keys, List.of(), call.memory())
        .thenApply(found -> new BatchGetAnswer(request, found));
  }

  /** Reads one table after the other, as the later ones are left out of a response that is full. */
  private CompletionStage<List<TableGet.Found>> read(
      List<TableGet> gets,
      List<TableDefinition> definitions,
      List<List<ItemKey>> keys,
      List<TableGet.Found> found,
      Reservation memory) {
    int table = found.size();
    if (table == gets.size()) {
      return CompletableFuture.completedFuture(found);
    }
    long maxBytes = MAX_READ_BYTES - storedBytes(found);
    return items(definitions.get(table), keys.get(table), maxBytes, memory)
        .thenCompose(items -> {
          var next = new ArrayList<>(found);
          next.add(new TableGet.Found(gets.get(table), keys.get(table), items));
          return read(gets, definitions, keys, next, memory);
        });
  }

  /** A large read reserves the most that the items and their JSON can be, before it begins. */
  private CompletionStage<List<@Nullable EncodedItem>> items(
      TableDefinition table, List<ItemKey> keys, long maxBytes, Reservation memory) {
    if (maxBytes <= 0) {
      return CompletableFuture.completedFuture(List.of());
    }
    return reader
        .multiGet(table, keys, maxBytes, bytes -> memory.addAhead(2 * bytes))
        .thenApply(items -> {
          memory.add(bytesOf(items));
          return items;
        });
  }

  static long storedBytes(List<TableGet.Found> found) {
    return found.stream().mapToLong(part -> bytesOf(part.items())).sum();
  }

  private static long bytesOf(List<@Nullable EncodedItem> items) {
    long bytes = 0;
    for (EncodedItem item : items) {
      bytes += item == null ? 0 : item.bytes().length;
    }
    return bytes;
  }

  private static List<TableGet> gets(Map<String, Structure> requestItems) {
    var gets = new ArrayList<TableGet>();
    int keyCount = 0;
    for (var entry : requestItems.entrySet()) {
      TableGet get = get(entry.getKey(), entry.getValue(), MAX_KEYS - keyCount);
      keyCount += get.keys().size();
      gets.add(get);
    }
    return gets;
  }

  private static TableGet get(String tableName, Structure request, int maxKeys) {
    RULES.check(request, Wording.BARE);
    var expressions = RequestExpressions.of(request, RULES, Wording.BARE);
    expressions.readPlaceholders();
    Projection projection = expressions.projection();
    expressions.requireAllUsed();
    var keys = new ArrayList<Item>();
    var distinct = new HashSet<Item>();
    for (ReadItem read : Objects.requireNonNull(request.items("Keys"))) {
      Item key = ItemValues.checked(read, Wording.BARE);
      if (!distinct.add(key)) {
        throw DynamoDbException.validation("Provided list of item keys contains duplicates");
      }
      if (keys.size() == maxKeys) {
        throw DynamoDbException.validation("Too many items requested for the BatchGetItem call");
      }
      keys.add(key);
    }
    return new TableGet(tableName, request, keys, projection);
  }

  private static List<ItemKey> keys(TableGet get, TableDefinition table) {
    List<ItemKey> keys =
        get.keys().stream().map(key -> KeyRules.ofKey(table.keySchema(), key)).toList();
    if (get.projection() != null) {
      KeyRules.requireScalarKeys(table, get.projection().paths());
    }
    return keys;
  }
}
