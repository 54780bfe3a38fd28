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
   * Returns an index of a new table. Checks, in DynamoDB's order: key, projection, throughput
   * against the billing mode, maximum, warm throughput.
   *
   * @param onDemand whether the table is in on-demand mode
   * @throws DynamoDbException a ValidationException
   */
  static NewIndex ofNewTable(Structure index, boolean onDemand, KeySchemaReader reader) {
    GlobalSecondaryIndex described = described(index, reader);
    requireThroughput(
        described.name(), onDemand, ThroughputReader.capacity(index, described.name()));
    return withThroughput(index, described, onDemand);
  }

  /**
   * Returns an index to add to a table. The catalog checks its throughput against the billing mode
   * that the table has then.
   *
   * @param onDemand whether the table is in on-demand mode
   * @throws DynamoDbException a ValidationException
   */
  static NewIndex ofUpdate(Structure index, boolean onDemand, KeySchemaReader reader) {
    return withThroughput(index, described(index, reader), onDemand);
  }

  private static GlobalSecondaryIndex described(Structure index, KeySchemaReader reader) {
    return new GlobalSecondaryIndex(
        index.requiredText("IndexName"),
        reader.indexKeySchema(Objects.requireNonNull(index.structures("KeySchema"))),
        KeySchemaReader.projection(Objects.requireNonNull(index.structure("Projection"))));
  }

  private static NewIndex withThroughput(
      Structure index, GlobalSecondaryIndex described, boolean onDemand) {
    Capacity capacity = ThroughputReader.capacity(index, described.name());
    Throughput throughput =
        capacity == null
            ? Throughput.ON_DEMAND
            : Throughput.of(capacity.readCapacityUnits(), capacity.writeCapacityUnits());
    var subject = Subject.index(described.name());
    return new NewIndex(
        described,
        throughput,
        ThroughputRules.newMaximum(subject, onDemand, ThroughputReader.maximum(index)),
        ThroughputRules.newWarm(subject, onDemand, throughput, ThroughputReader.warm(index)));
  }

  private static void requireThroughput(
      String name, boolean onDemand, @Nullable Capacity capacity) {
    if (onDemand && capacity != null) {
      throw invalidParameter(
          "ProvisionedThroughput should not be specified for index: "
              + name
              + " when BillingMode is PAY_PER_REQUEST");
    }
    if (!onDemand && capacity == null) {
      throw invalidParameter("ProvisionedThroughput is not specified for index: " + name);
    }
  }
}
