package io.headwater.api.operation.batch;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.ItemLimits;
import io.headwater.actors.codec.ItemSize;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.partition.IndexKeyRules;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.routing.PartitionRouter;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * BatchWriteItem. Checks: that there are requests, and not too many; that each is one put or one
 * delete, its values, the item's size; then per table that it exists, the keys against it and the
 * keys of its indexes, duplicates.
 *
 * <p>The writes are independent. One that a partition can't take now is handed back as unprocessed,
 * unless that goes for all of them.
 */
public final class BatchWriteItemHandler implements OperationHandler {
  /** Writes over all tables. */
  private static final int MAX_WRITES = 25;

  private final TableLookup tables;
  private final PartitionRouter router;

  public BatchWriteItemHandler(TableLookup tables, PartitionRouter router) {
    this.tables = tables;
    this.router = router;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Map<String, List<Structure>> requestItems = request.structureListMap("RequestItems");
    if (requestItems == null || requestItems.isEmpty()) {
      throw DynamoDbException.validation(
          "The requestItems parameter is required for BatchWriteItem");
    }
    List<BatchEntry> entries = entries(requestItems);
    var writes = new ArrayList<BatchWrite>();
    for (String tableName : requestItems.keySet()) {
      writes.addAll(writes(tableName, entries));
    }
    List<CompletableFuture<BatchOutcome>> outcomes = writes.stream().map(this::write).toList();
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(_ ->
            BatchWriteAnswer.of(request, outcomes.stream().map(CompletableFuture::join).toList()));
  }

  private static List<BatchEntry> entries(Map<String, List<Structure>> requestItems) {
    if (requestItems.values().stream().mapToInt(List::size).sum() > MAX_WRITES) {
      throw DynamoDbException.validation("Too many items requested for the BatchWriteItem call");
    }
    for (List<Structure> requests : requestItems.values()) {
      requests.forEach(BatchWriteItemHandler::requireOneKind);
    }
    var entries = new ArrayList<BatchEntry>();
    requestItems.forEach((tableName, requests) ->
        requests.forEach(writeRequest -> entries.add(entry(tableName, writeRequest))));
    return entries;
  }

  /** The service's sentence is one about attribute values. */
  private static void requireOneKind(Structure writeRequest) {
    if (writeRequest.has("PutRequest") == writeRequest.has("DeleteRequest")) {
      throw DynamoDbException.validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
  }

  private static BatchEntry entry(String tableName, Structure writeRequest) {
    Structure put = writeRequest.structure("PutRequest");
    if (put != null) {
      Item item = ItemValues.checked(put.requiredItem("Item"), Wording.OLDER);
      if (ItemSize.of(item) > ItemLimits.MAX_ITEM_SIZE_BYTES) {
        throw DynamoDbException.validation("Item size has exceeded the maximum allowed size");
      }
      return new BatchEntry(tableName, BatchEntry.Kind.PUT, item);
    }
    Structure delete = writeRequest.structure("DeleteRequest");
    if (delete == null) {
      throw new IllegalStateException("neither put nor delete");
    }
    Item key = ItemValues.checked(delete.requiredItem("Key"), Wording.OLDER);
    return new BatchEntry(tableName, BatchEntry.Kind.DELETE, key);
  }

  private List<BatchWrite> writes(String tableName, List<BatchEntry> entries) {
    TableDefinition table = tables.forItems(tableName);
    var indexKeyRules = table.indexKeyRules();
    var writes = new ArrayList<BatchWrite>();
    var keys = new HashSet<ItemKey>();
    for (BatchEntry entry : entries) {
      if (entry.tableName().equals(tableName)) {
        Write write = write(entry, table.keySchema(), indexKeyRules);
        keys.add(write.key());
        writes.add(new BatchWrite(entry, table, write));
      }
    }
    if (keys.size() < writes.size()) {
      throw DynamoDbException.validation("Provided list of item keys contains duplicates");
    }
    return writes;
  }

  private static Write write(BatchEntry entry, KeySchema keySchema, IndexKeyRules indexKeyRules) {
    Item attributes = entry.attributes();
    return switch (entry.kind()) {
      case PUT -> {
        ItemKey key = KeyRules.ofBatchPut(keySchema, attributes);
        EncodedItem encoded = EncodedItem.of(attributes);
        indexKeyRules.checkPut(attributes, encoded.itemSizeBytes());
        yield new Write.Put(key, encoded, null, false);
      }
      case DELETE -> new Write.Delete(KeyRules.ofKey(keySchema, attributes), null, false);
    };
  }

  private CompletableFuture<BatchOutcome> write(BatchWrite write) {
    return router
        .write(write.table(), write.write())
        .thenApply(result -> outcome(write, result))
        .exceptionally(failure -> BatchOutcome.failed(write, failure))
        .toCompletableFuture();
  }

  private static BatchOutcome outcome(BatchWrite write, WriteResult result) {
    return switch (result) {
      case WriteResult.Done done -> BatchOutcome.done(write, done);
      case WriteResult.Refused refused ->
          BatchOutcome.failed(write, new DynamoDbException(refused.error()));
    };
  }
}
