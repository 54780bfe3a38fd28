package io.headwater.api.operation.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import io.headwater.actors.testing.Tables;
import io.headwater.api.protocol.JsonText;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.api.protocol.Structure;
import io.headwater.api.testing.TestMemory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a batch tells of writes that a partition could not take. */
final class BatchWriteAnswerTest {
  private static final TableDefinition TABLE = Tables.withPartitionKey(AttributeType.S);
  private final DynamoDbException throttled =
      new DynamoDbException(DynamoDbError.of(ErrorCode.THROTTLING, "too many writes"));

  private static Structure request() {
    return RequestReader.read(
        ServiceModel.load().operation("DynamoDB_20120810.BatchWriteItem").input(),
        ByteString.fromString("{\"ReturnConsumedCapacity\":\"TOTAL\"}"),
        TestMemory.unlimited());
  }

  private static BatchWrite put(String id) {
    var item = new Item(Map.of("id", new S(id)));
    return new BatchWrite(
        new BatchEntry("t", BatchEntry.Kind.PUT, item),
        TABLE,
        new Write.Put(new ItemKey(new S(id), null), EncodedItem.of(item), null, false));
  }

  private static BatchWrite delete(String id) {
    var key = new ItemKey(new S(id), null);
    return new BatchWrite(
        new BatchEntry("t", BatchEntry.Kind.DELETE, new Item(Map.of("id", new S(id)))),
        TABLE,
        new Write.Delete(key, null, false));
  }

  private static BatchOutcome done(BatchWrite write) {
    return BatchOutcome.done(write, new WriteResult.Done(null, null, 0));
  }

  @Test
  void batch_someWritesThrottled_handsThemBackAsTheyCame() {
    var answer =
        BatchWriteAnswer.of(
            request(),
            List.of(
                done(put("a")),
                BatchOutcome.failed(put("b"), new CompletionException(throttled)),
                BatchOutcome.failed(delete("c"), throttled)));

    assertThat(new String(JsonText.write(answer), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"UnprocessedItems\":{\"t\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"b\"}}}},"
                + "{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"c\"}}}}]},"
                + "\"ConsumedCapacity\":[{\"TableName\":\"t\",\"CapacityUnits\":1.0}]}");
  }

  @Test
  void batch_allWritesThrottled_isRefused() {
    var outcomes = List.of(BatchOutcome.failed(put("a"), throttled));

    assertThatThrownBy(() -> BatchWriteAnswer.of(request(), outcomes)).hasCause(throttled);
  }

  @Test
  void batch_oneWriteRefusedForGood_isRefused() {
    var refusal = DynamoDbException.validation("too large");
    var outcomes = List.of(done(put("a")), BatchOutcome.failed(put("b"), refusal));

    assertThatThrownBy(() -> BatchWriteAnswer.of(request(), outcomes)).hasCause(refusal);
  }
}
