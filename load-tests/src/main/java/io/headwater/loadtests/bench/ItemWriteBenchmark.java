package io.headwater.loadtests.bench;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.Item;
import io.headwater.actors.partition.DecidingRouter;
import io.headwater.actors.testing.FakeCatalogView;
import io.headwater.actors.testing.Tables;
import io.headwater.api.memory.MemoryBudget;
import io.headwater.api.memory.Reservation;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.operation.item.PutItemHandler;
import io.headwater.api.operation.item.UpdateItemHandler;
import io.headwater.api.protocol.ConstraintChecker;
import io.headwater.api.protocol.JsonText;
import io.headwater.api.protocol.OperationShape;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.api.protocol.Structure;
import io.headwater.persistence.testing.InMemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a put and an update of a 1 KB item cost from the request's JSON to the answer's, without
 * HTTP and the journal: parsing, checks, the decision of the partition, the answer.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ItemWriteBenchmark {
  /** Writes after which the store and the router, which keep them all, are replaced. */
  private static final int WRITES_OF_A_ROUTER = 1_000;

  private static final int TEXT_LENGTH = 990;

  private static final String MODEL = "DynamoDB_20120810.";
  private static final String KEY = "\"Key\":{\"pk\":{\"S\":\"customer-00012345\"}}";

  private final TableDefinition table = Tables.withPartitionKey(AttributeType.S);
  private final OperationShape put = ServiceModel.load().operation(MODEL + "PutItem");
  private final OperationShape update = ServiceModel.load().operation(MODEL + "UpdateItem");
  private final byte[][] putBodies = {putBody("a"), putBody("b")};
  private final byte[][] updateBodies = {updateBody("a"), updateBody("b")};
  private final byte[][] putTextBodies = {putTextBody("a"), putTextBody("b")};
  private final byte[][] updateTextBodies = {updateTextBody("a"), updateTextBody("b")};
  private final byte[][] conditionalBodies = {conditionalBody("a"), conditionalBody("b")};

  private final Reservation memory = MemoryBudget.ofHeap(0.5).open();
  private final TableLookup tables;
  private OperationHandler putHandler;
  private OperationHandler updateHandler;
  private int writes;

  public ItemWriteBenchmark() {
    var catalog = new FakeCatalogView();
    catalog.put(table);
    tables = new TableLookup(catalog);
    replaceRouter();
  }

  /** Replaces an item of 20 attributes. */
  @Benchmark
  public byte[] putItem() {
    return write(put, putHandler, putBodies);
  }

  /** Sets one of 20 attributes. */
  @Benchmark
  public byte[] updateItem() {
    return write(update, updateHandler, updateBodies);
  }

  /** Sets one of 20 attributes if another has a value. */
  @Benchmark
  public byte[] updateItemConditionally() {
    return write(update, updateHandler, conditionalBodies);
  }

  /** Replaces an item of a key, a counter and a text of 1 KB, as {@code load-tests/run load}. */
  @Benchmark
  public byte[] putTextItem() {
    return write(put, putHandler, putTextBodies);
  }

  /** Replaces the text and adds to the counter. */
  @Benchmark
  public byte[] updateTextItem() {
    return write(update, updateHandler, updateTextBodies);
  }

  /** Every write changes the item, because two bodies take turns. */
  private byte[] write(OperationShape shape, OperationHandler handler, byte[][] bodies) {
    if (++writes % WRITES_OF_A_ROUTER == 0) {
      replaceRouter();
    }
    var body = ByteString.fromArrayUnsafe(bodies[writes % 2]);
    Structure request = RequestReader.read(shape.input(), body, memory);
    ConstraintChecker.check(shape, request);
    return handler
        .handle(request, new Call(null, memory))
        .thenApply(JsonText::write)
        .toCompletableFuture()
        .join();
  }

  private void replaceRouter() {
    var router = new DecidingRouter(new InMemoryStore(), InstantSource.system(), table);
    putHandler = new PutItemHandler(tables, router);
    updateHandler = new UpdateItemHandler(tables, router);
    write(put, putHandler, putBodies);
    write(put, putHandler, putTextBodies);
  }

  private static byte[] putBody(String value) {
    Item item = BenchmarkItems.ofWidth(20);
    byte[] json =
        JsonText.write(generator -> {
          generator.writeStartObject();
          generator.writeStringField("TableName", "Readings");
          generator.writeFieldName("Item");
          AttributeValueWriter.writeItem(item, generator);
          generator.writeEndObject();
        });
    String text = new String(json, StandardCharsets.UTF_8);
    return bytes(text.replace("\"Item\":{", "\"Item\":{\"state\":{\"S\":\"" + value + "\"},"));
  }

  private static byte[] updateBody(String value) {
    return updateBody(value, "");
  }

  private static byte[] conditionalBody(String value) {
    return updateBody(value, ",\"ConditionExpression\":\"attribute_exists(attribute0)\"");
  }

  private static byte[] updateBody(String value, String more) {
    return bytes(
        "{\"TableName\":\"Readings\","
            + KEY
            + ",\"UpdateExpression\":\"SET #state ="
            + " :value\",\"ExpressionAttributeNames\":{\"#state\":\"state\"}"
            + ",\"ExpressionAttributeValues\":{\":value\":{\"S\":\""
            + value
            + "\"}}"
            + more
            + "}");
  }

  private static byte[] putTextBody(String value) {
    return bytes(
        "{\"TableName\":\"Readings\",\"Item\":{\"pk\":{\"S\":\"text-00012345\"},"
            + "\"visits\":{\"N\":\"0\"},\"payload\":{\"S\":\""
            + value.repeat(TEXT_LENGTH)
            + "\"}}}");
  }

  private static byte[] updateTextBody(String value) {
    return bytes(
        "{\"TableName\":\"Readings\",\"Key\":{\"pk\":{\"S\":\"text-00012345\"}},"
            + "\"UpdateExpression\":\"SET payload = :payload ADD visits :one\","
            + "\"ExpressionAttributeValues\":{\":one\":{\"N\":\"1\"},\":payload\":{\"S\":\""
            + value.repeat(TEXT_LENGTH)
            + "\"}}}");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
