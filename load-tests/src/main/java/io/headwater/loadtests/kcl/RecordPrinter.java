package io.headwater.loadtests.kcl;

import com.amazonaws.services.dynamodbv2.streamsadapter.model.DynamoDBStreamsProcessRecordsInput;
import com.amazonaws.services.dynamodbv2.streamsadapter.processor.DynamoDBStreamsShardRecordProcessor;
import java.io.PrintStream;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.kinesis.exceptions.InvalidStateException;
import software.amazon.kinesis.exceptions.KinesisClientLibRetryableException;
import software.amazon.kinesis.exceptions.ShutdownException;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;

/** Prints a {@link Sighting} for each record of a shard, then sets the checkpoint behind them. */
final class RecordPrinter implements DynamoDBStreamsShardRecordProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(RecordPrinter.class);

  private final int nr;
  private final PrintStream out;

  /**
   * A processor for one shard.
   *
   * @param nr that no other processor of this process has
   */
  RecordPrinter(int nr, PrintStream out) {
    this.nr = nr;
    this.out = out;
  }

  @Override
  public void initialize(InitializationInput input) {
    LOG.info(
        "Processor {} begins shard {} at {}", nr, input.shardId(), input.extendedSequenceNumber());
  }

  @Override
  public void processRecords(DynamoDBStreamsProcessRecordsInput input) {
    var lines = new StringBuilder();
    for (var record : input.records()) {
      StreamRecord change = record.getRecord().dynamodb();
      String key = attribute(change.keys(), "pk").s();
      long version = Long.parseLong(attribute(change.newImage(), "version").n());
      lines.append(new Sighting(nr, key, version).toLine()).append('\n');
    }
    if (!lines.isEmpty()) {
      synchronized (out) {
        out.print(lines);
        out.flush();
      }
      checkpoint(input.checkpointer());
    }
  }

  private static AttributeValue attribute(Map<String, AttributeValue> image, String name) {
    return Objects.requireNonNull(image.get(name), name);
  }

  @Override
  public void leaseLost(LeaseLostInput input) {
    LOG.info("Processor {} lost its lease", nr);
  }

  @Override
  public void shardEnded(ShardEndedInput input) {
    checkpoint(input.checkpointer());
  }

  @Override
  public void shutdownRequested(ShutdownRequestedInput input) {
    checkpoint(input.checkpointer());
  }

  /**
   * What cannot be put down now is told again to whoever reads the shard next, or put down later.
   */
  private void checkpoint(RecordProcessorCheckpointer checkpointer) {
    try {
      checkpointer.checkpoint();
    } catch (ShutdownException | KinesisClientLibRetryableException e) {
      LOG.info("Processor {} could not set a checkpoint: {}", nr, e.toString());
    } catch (InvalidStateException e) {
      throw new IllegalStateException("The table of leases is not as it should be", e);
    } catch (RuntimeException e) {
      // The library throws it bare when the table cannot be reached.
      LOG.info("Processor {} could not reach the table of leases: {}", nr, e.toString());
    }
  }
}
