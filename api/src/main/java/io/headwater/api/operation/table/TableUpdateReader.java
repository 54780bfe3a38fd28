package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.catalog.TableUpdate.EncryptionUpdate;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.StreamUpdate;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.protocol.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * UpdateTable's checks that the catalog does not make (validation-and-errors §9). Without the
 * table: what is not supported, that something is to change, billing mode against throughput, what
 * the updates of indexes say and how often, what does not go together. With it: the keys and
 * projections of a new index.
 */
final class TableUpdateReader {
  /** Members of the model that Headwater doesn't serve; refused, so that none is ignored. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "ReplicaUpdates",
          "MultiRegionConsistency",
          "GlobalTableWitnessUpdates",
          "GlobalTableSettingsReplicationMode",
          "VectorIndexUpdates");

  private static final String CREATE = "Create";
  private static final String DELETE = "Delete";
  private static final String UPDATE = "Update";

  /** What does not go together with the creation or deletion of an index. */
  private static final List<String> OTHER_CHANGES =
      List.of(
          "ProvisionedThroughput",
          "OnDemandThroughput",
          "WarmThroughput",
          "StreamSpecification",
          "SSESpecification",
          "TableClass");

  private static final List<String> CHANGES =
      Stream.concat(Stream.of("BillingMode", "DeletionProtectionEnabled"), OTHER_CHANGES.stream())
          .toList();

  private final Structure request;
  private final ResourceArns arns;
  private final List<Structure> indexUpdates;

  /**
   * Makes the checks that need no table.
   *
   * @throws DynamoDbException a ValidationException
   */
  TableUpdateReader(Structure request, ResourceArns arns) {
    this.request = request;
    this.arns = arns;
    List<Structure> updates = request.structures("GlobalSecondaryIndexUpdates");
    this.indexUpdates = updates == null ? List.of() : updates;
    NewTableReader.requireSupported(request, UNSUPPORTED);
    checkAnyChange();
    checkBillingMode();
    ThroughputReader.capacity(request, null);
    checkIndexUpdates();
    checkTogether();
    stream();
    EncryptionReader.keyArn(request.structure("SSESpecification"), arns);
  }

  private void checkAnyChange() {
    if (indexUpdates.isEmpty() && CHANGES.stream().noneMatch(request::has)) {
      throw DynamoDbException.validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
    }
  }

  private void checkBillingMode() {
    BillingMode mode = billingMode();
    boolean hasThroughput = request.has("ProvisionedThroughput");
    if (mode == BillingMode.PROVISIONED && !hasThroughput) {
      throw invalidParameter(
          "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    if (mode == BillingMode.PAY_PER_REQUEST && hasThroughput) {
      throw invalidParameter(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
  }

  private @Nullable BillingMode billingMode() {
    String mode = request.text("BillingMode");
    return mode == null ? null : BillingMode.valueOf(mode);
  }

  private void checkIndexUpdates() {
    Set<String> names = new HashSet<>();
    for (Structure update : indexUpdates) {
      List<Structure> actions = actions(update);
      if (actions.isEmpty()) {
        throw invalidParameter(
            "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
                + " GlobalSecondaryIndexUpdate.Delete must not be null");
      }
      for (Structure action : actions) {
        String name = action.requiredText("IndexName");
        if (!names.add(name)) {
          throw invalidParameter(
              "Only one global secondary index update per index is allowed simultaneously. Index: "
                  + name);
        }
      }
      Structure changed = update.structure(UPDATE);
      if (changed != null) {
        checkUpdate(changed);
      }
    }
  }

  private static void checkUpdate(Structure changed) {
    String name = changed.requiredText("IndexName");
    if (ThroughputReader.update(changed, name).isEmpty()) {
      throw invalidParameter("ProvisionedThroughput must be specified for index: " + name);
    }
  }

  private static List<Structure> actions(Structure update) {
    var actions = new ArrayList<Structure>();
    for (String member : List.of(UPDATE, CREATE, DELETE)) {
      Structure action = update.structure(member);
      if (action != null) {
        actions.add(action);
      }
    }
    return actions;
  }

  private void checkTogether() {
    boolean createsOrDeletes =
        indexUpdates.stream().anyMatch(update -> update.has(CREATE) || update.has(DELETE));
    for (String member : OTHER_CHANGES) {
      if (createsOrDeletes && request.has(member)) {
        throw invalidParameter(
            "An index cannot be created or deleted in the same request that has " + member);
      }
    }
  }

  private @Nullable StreamUpdate stream() {
    Structure specification = request.structure("StreamSpecification");
    if (specification == null) {
      return null;
    }
    String viewType = specification.text("StreamViewType");
    if (specification.flag("StreamEnabled")) {
      return new StreamUpdate(NewTableReader.requiredViewType(viewType));
    }
    if (viewType != null) {
      throw invalidParameter("StreamViewType should not be specified when StreamEnabled is false");
    }
    return new StreamUpdate(null);
  }

  /**
   * The update of a table.
   *
   * @throws DynamoDbException a ValidationException
   */
  TableUpdate read(TableDefinition table) {
    String tableClass = request.text("TableClass");
    return new TableUpdate(
        billingMode(),
        ThroughputReader.update(request, null),
        tableClass == null ? null : TableClass.valueOf(tableClass),
        request.has("DeletionProtectionEnabled")
            ? Boolean.valueOf(request.flag("DeletionProtectionEnabled"))
            : null,
        encryption(),
        stream(),
        indexUpdates(table));
  }

  private @Nullable EncryptionUpdate encryption() {
    Structure specification = request.structure("SSESpecification");
    return specification == null
        ? null
        : new EncryptionUpdate(EncryptionReader.keyArn(specification, arns));
  }

  private List<IndexUpdate> indexUpdates(TableDefinition table) {
    BillingMode mode = billingMode();
    boolean onDemand =
        mode == null ? table.settings().isOnDemand() : mode == BillingMode.PAY_PER_REQUEST;
    var updates = new ArrayList<IndexUpdate>();
    for (Structure update : indexUpdates) {
      Structure created = update.structure(CREATE);
      if (created != null) {
        var index = NewIndexReader.read(created, onDemand, definitions(table));
        updates.add(new IndexUpdate.Create(index));
      }
      Structure changed = update.structure(UPDATE);
      if (changed != null) {
        String name = changed.requiredText("IndexName");
        updates.add(new IndexUpdate.Update(name, ThroughputReader.update(changed, name)));
      }
      Structure deleted = update.structure(DELETE);
      if (deleted != null) {
        updates.add(new IndexUpdate.Delete(deleted.requiredText("IndexName")));
      }
    }
    return updates;
  }

  /** What the request defines; an attribute that is part of a key already keeps its type. */
  private KeySchemaReader definitions(TableDefinition table) {
    Map<String, AttributeType> types =
        new LinkedHashMap<>(KeySchemaReader.of(request.structures("AttributeDefinitions")).types());
    for (KeyAttribute known : TableDescription.keyAttributes(table)) {
      types.replace(known.name(), known.type());
    }
    return new KeySchemaReader(types);
  }
}
