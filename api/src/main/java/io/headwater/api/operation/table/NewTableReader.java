package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogClient.NewTable;
import io.headwater.actors.catalog.TableDefinition.BillingMode;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.model.StreamViewType;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * CreateTable's own checks, in DynamoDB's order (validation-and-errors §8): what is not supported,
 * billing mode and throughput, {@link NewTableKeys}, stream.
 */
final class NewTableReader {
  private static final String INVALID = "One or more parameter values were invalid: ";

  /** The most capacity units that a request may name. */
  private static final long MAX_CAPACITY_UNITS = 1_000_000_000_000L;

  /** Members of the model that Headwater doesn't serve; refused, so that none is ignored. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "GlobalSecondaryIndexes",
          "VectorIndexes",
          "Tags",
          "WarmThroughput",
          "OnDemandThroughput",
          "ResourcePolicy",
          "GlobalTableSourceArn",
          "GlobalTableSettingsReplicationMode");

  private record Throughput(long readCapacityUnits, long writeCapacityUnits) {}

  private NewTableReader() {}

  /**
   * The table that a request wants.
   *
   * @throws DynamoDbException a ValidationException
   */
  static NewTable read(Structure request) {
    checkSupported(request);
    BillingMode billingMode =
        request.has("BillingMode")
            ? BillingMode.valueOf(request.requiredText("BillingMode"))
            : BillingMode.PROVISIONED;
    Throughput throughput = throughput(billingMode, request.structure("ProvisionedThroughput"));
    NewTableKeys keys = NewTableKeys.read(request);
    return new NewTable(
        ResourceArns.tableName(request.requiredText("TableName")),
        keys.keySchema(),
        keys.localSecondaryIndexes(),
        billingMode,
        throughput.readCapacityUnits(),
        throughput.writeCapacityUnits(),
        streamViewType(request.structure("StreamSpecification")));
  }

  private static void checkSupported(Structure request) {
    for (String member : UNSUPPORTED) {
      refuseIf(request.has(member), member);
    }
    String tableClass = request.text("TableClass");
    refuseIf(tableClass != null && !tableClass.equals("STANDARD"), "TableClass " + tableClass);
    refuseIf(request.flag("DeletionProtectionEnabled"), "DeletionProtectionEnabled");
    Structure encryption = request.structure("SSESpecification");
    refuseIf(
        encryption != null
            && (encryption.flag("Enabled")
                || encryption.has("SSEType")
                || encryption.has("KMSMasterKeyId")),
        "SSESpecification");
  }

  private static void refuseIf(boolean present, String what) {
    if (present) {
      throw invalid(what + " is not supported by Headwater");
    }
  }

  private static Throughput throughput(BillingMode billingMode, @Nullable Structure wanted) {
    if (billingMode == BillingMode.PAY_PER_REQUEST) {
      if (wanted != null) {
        throw invalid(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
      return new Throughput(0, 0);
    }
    if (wanted == null) {
      throw invalid(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    return new Throughput(
        capacityUnits(wanted, "ReadCapacityUnits"), capacityUnits(wanted, "WriteCapacityUnits"));
  }

  private static long capacityUnits(Structure throughput, String member) {
    long units = Objects.requireNonNull(throughput.number(member));
    if (units > MAX_CAPACITY_UNITS) {
      throw DynamoDbException.validation(
          "Given value " + units + " for " + member + " is out of bounds");
    }
    return units;
  }

  private static @Nullable StreamViewType streamViewType(@Nullable Structure specification) {
    if (specification == null) {
      return null;
    }
    String viewType = specification.text("StreamViewType");
    if (!specification.flag("StreamEnabled")) {
      if (viewType != null) {
        throw invalid(
            "Table is being created with a stream disabled, UpdateViewType should not be"
                + " specified");
      }
      return null;
    }
    if (viewType == null) {
      throw invalid(
          "StreamSpecification.StreamViewType must be specified when StreamEnabled is true");
    }
    return StreamViewType.valueOf(viewType);
  }

  private static DynamoDbException invalid(String what) {
    return DynamoDbException.validation(INVALID + what);
  }
}
