package io.headwater.actors.routing;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.partition.Write;
import io.headwater.actors.partition.WriteResult;
import java.util.concurrent.CompletionStage;

/** Brings writes to the partition that owns their key, gathered into batches. */
public interface PartitionRouter {
  /**
   * Has a write decided. Completes when it is durable, or refused. Fails with {@code
   * DynamoDbException}: ThrottlingException when the partition's queue is full; the same, or
   * ProvisionedThroughputExceededException, when an index is too far behind; InternalServerError
   * when the outcome is unknown, ResourceNotFoundException when the table was deleted meanwhile.
   */
  CompletionStage<WriteResult> write(TableDefinition table, Write write);
}
