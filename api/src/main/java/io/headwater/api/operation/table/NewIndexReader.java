package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogClient.NewIndex;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.catalog.ThroughputRules;
import io.headwater.actors.catalog.ThroughputRules.Subject;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.api.protocol.Structure;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a global secondary index that is to be created, with its table or later. */
final class NewIndexReader {
  private NewIndexReader() {}

  /**
   * The index, in the order of DynamoDB's checks: key, projection, throughput.
   *
   * @param onDemand whether the table is in on-demand mode
   * @throws DynamoDbException a ValidationException
   */
  static NewIndex read(Structure index, boolean onDemand, KeySchemaReader reader) {
    String name = index.requiredText("IndexName");
    var keySchema = reader.indexKeySchema(Objects.requireNonNull(index.structures("KeySchema")));
    var projection =
        KeySchemaReader.projection(Objects.requireNonNull(index.structure("Projection")));
    Throughput throughput = throughput(name, onDemand, ThroughputReader.capacity(index, name));
    var subject = Subject.index(name);
    return new NewIndex(
        new GlobalSecondaryIndex(name, keySchema, projection),
        throughput,
        ThroughputRules.newMaximum(subject, onDemand, ThroughputReader.maximum(index)),
        ThroughputRules.newWarm(subject, onDemand, throughput, ThroughputReader.warm(index)));
  }

  private static Throughput throughput(String name, boolean onDemand, @Nullable Capacity capacity) {
    if (onDemand) {
      if (capacity != null) {
        throw invalidParameter(
            "ProvisionedThroughput should not be specified for index: "
                + name
                + " when BillingMode is PAY_PER_REQUEST");
      }
      return Throughput.ON_DEMAND;
    }
    if (capacity == null) {
      throw invalidParameter("ProvisionedThroughput must be specified for index: " + name);
    }
    return Throughput.of(capacity.readCapacityUnits(), capacity.writeCapacityUnits());
  }
}
