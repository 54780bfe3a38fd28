package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.TableSettings;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.catalog.TableUpdate.Capacity;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.catalog.ThroughputRules;
import io.headwater.actors.catalog.ThroughputRules.Subject;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.model.StreamViewType;
import io.headwater.api.operation.TagRules;
import io.headwater.api.protocol.Structure;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * CreateTable's own checks, in DynamoDB's order (validation-and-errors §8): what is not supported,
 * billing mode and throughput, {@link NewTableKeys}, on-demand and warm throughput, stream,
 * encryption, tags.
 */
final class NewTableReader {
  /** Members of the model that Headwater doesn't serve; refused, so that none is ignored. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "VectorIndexes",
          "ResourcePolicy",
          "GlobalTableSourceArn",
          "GlobalTableSettingsReplicationMode");

  private NewTableReader() {}

  /**
   * The table that a request wants.
   *
   * @throws DynamoDbException a ValidationException
   */
  static NewTable read(Structure request, ResourceArns arns) {
    requireSupported(request, UNSUPPORTED);
    String mode = request.text("BillingMode");
    var billingMode = mode == null ? BillingMode.PROVISIONED : BillingMode.valueOf(mode);
    boolean onDemand = billingMode == BillingMode.PAY_PER_REQUEST;
    Throughput throughput = throughput(onDemand, request);
    NewTableKeys keys = NewTableKeys.read(request, onDemand);
    TableSettings settings = settings(billingMode, throughput, request);
    StreamViewType viewType = streamViewType(request.structure("StreamSpecification"));
    String keyArn = EncryptionReader.keyArn(request.structure("SSESpecification"), arns);
    return new NewTable(
        ResourceArns.tableName(request.requiredText("TableName")),
        keys.keySchema(),
        keys.localSecondaryIndexes(),
        keys.globalSecondaryIndexes(),
        settings.withEncryptionKeyArn(keyArn),
        TagRules.read(request.structures("Tags")),
        viewType);
  }

  /** Refuses members by name. */
  static void requireSupported(Structure request, List<String> unsupported) {
    for (String member : unsupported) {
      if (request.has(member)) {
        throw invalidParameter(member + " is not supported by Headwater");
      }
    }
  }

  private static Throughput throughput(boolean onDemand, Structure request) {
    if (onDemand) {
      if (request.has("ProvisionedThroughput")) {
        throw invalidParameter(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return Throughput.ON_DEMAND;
    }
    Capacity capacity = ThroughputReader.capacity(request, null);
    if (capacity == null) {
      throw invalidParameter(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    return Throughput.of(capacity.readCapacityUnits(), capacity.writeCapacityUnits());
  }

  private static TableSettings settings(
      BillingMode billingMode, Throughput throughput, Structure request) {
    boolean onDemand = billingMode == BillingMode.PAY_PER_REQUEST;
    var maximum =
        ThroughputRules.newMaximum(Subject.TABLE, onDemand, ThroughputReader.maximum(request));
    var warm =
        ThroughputRules.newWarm(
            Subject.TABLE, onDemand, throughput, ThroughputReader.warm(request));
    TableClass tableClass = tableClass(request);
    return new TableSettings(
        billingMode,
        null,
        0,
        throughput,
        maximum,
        warm,
        tableClass == null ? TableClass.STANDARD : tableClass,
        null,
        0,
        request.flag("DeletionProtectionEnabled"),
        null);
  }

  /** The table class that a request names; null if it names none. */
  static @Nullable TableClass tableClass(Structure request) {
    String name = request.text("TableClass");
    if (name == null) {
      return null;
    }
    return Stream.of(TableClass.values())
        .filter(known -> known.name().equals(name))
        .findAny()
        .orElseThrow(() ->
            DynamoDbException.validation(
                "Invalid table-class parameter provided. Please try again with a valid table-class"
                    + " value: "
                    + Arrays.toString(TableClass.values())
                    + "."));
  }

  private static @Nullable StreamViewType streamViewType(@Nullable Structure specification) {
    if (specification == null) {
      return null;
    }
    String viewType = specification.text("StreamViewType");
    if (!specification.flag("StreamEnabled")) {
      if (viewType != null) {
        throw invalidParameter(
            "Table is being created with a stream disabled, UpdateViewType should not be"
                + " specified");
      }
      return null;
    }
    if (viewType == null) {
      throw invalidParameter(
          "Table is being created with a stream enabled, UpdateViewType is required");
    }
    return StreamViewType.valueOf(viewType);
  }
}
