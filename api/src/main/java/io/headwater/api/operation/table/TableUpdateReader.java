package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableUpdate;
import io.headwater.actors.catalog.TableUpdate.EncryptionUpdate;
import io.headwater.actors.catalog.TableUpdate.IndexUpdate;
import io.headwater.actors.catalog.TableUpdate.StreamUpdate;
import io.headwater.actors.catalog.TableUpdate.WarmUpdate;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.model.StreamViewType;
import io.headwater.api.protocol.Structure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * UpdateTable's checks that the catalog does not make (validation-and-errors §9). Without the
 * table: unsupported members, that something is to change, changes that must be the only one,
 * billing mode against throughput, the updates of indexes, combinations of the other changes,
 * stream, encryption, table class. With it: the keys and projections of a new index.
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

  private static final String INDEX_UPDATES = "GlobalSecondaryIndexUpdates";
  private static final String THROUGHPUT = "ProvisionedThroughput";
  private static final String STREAM = "StreamSpecification";

  /** Members that change something, apart from the updates of indexes. */
  private static final List<String> CHANGES =
      List.of(
          "SSESpecification",
          "TableClass",
          "DeletionProtectionEnabled",
          "WarmThroughput",
          "OnDemandThroughput",
          "BillingMode",
          THROUGHPUT,
          STREAM);

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
    List<Structure> updates = request.structures(INDEX_UPDATES);
    this.indexUpdates = updates == null ? List.of() : updates;
    NewTableReader.requireSupported(request, UNSUPPORTED);
    checkAnyChange();
    checkOnlyChanges();
    checkBillingMode();
    ThroughputReader.capacity(request, null);
    checkIndexUpdates();
    checkTogether();
    stream();
    EncryptionReader.keyArn(request.structure("SSESpecification"), arns);
    NewTableReader.tableClass(request);
  }

  private void checkAnyChange() {
    if (indexUpdates.isEmpty() && CHANGES.stream().noneMatch(request::has)) {
      throw DynamoDbException.validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates,"
              + " MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency,"
              + " DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is"
              + " required");
    }
  }

  /** Rejects changes that a request cannot combine, and an empty list beside a change. */
  private void checkOnlyChanges() {
    requireOnly("SSESpecification", "Server-Side Encryption modification");
    requireOnly("TableClass", "TableClass modification");
    requireOnly("DeletionProtectionEnabled", "DeletionProtection modification");
    if (changes("WarmThroughput") && indexUpdates.stream().anyMatch(update -> update.has(CREATE))) {
      throw invalidParameter(
          "Create global secondary index cannot be specified when updating WarmThroughput");
    }
    requireOnly("WarmThroughput", "WarmThroughput");
    if (changes("OnDemandThroughput") && changesOtherThan("OnDemandThroughput", "BillingMode")) {
      throw invalidParameter(
          "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request");
    }
    if (request.has(INDEX_UPDATES) && indexUpdates.isEmpty()) {
      throw invalidParameter("List of GlobalSecondaryIndexUpdates is empty");
    }
  }

  private void requireOnly(String member, String change) {
    if (changes(member) && changesOtherThan(member)) {
      throw invalidParameter(change + " must be the only operation in the request");
    }
  }

  private boolean changesOtherThan(String... members) {
    List<String> known = List.of(members);
    return !indexUpdates.isEmpty()
        || CHANGES.stream().anyMatch(other -> !known.contains(other) && changes(other));
  }

  /** Reports whether a member is present; an empty throughput beside other members is ignored. */
  private boolean changes(String member) {
    return switch (member) {
      case "OnDemandThroughput" -> {
        var maximum = ThroughputReader.maximum(request);
        yield maximum != null && !maximum.equals(OnDemandThroughput.UNLIMITED);
      }
      case "WarmThroughput" -> {
        var warm = ThroughputReader.warm(request);
        yield warm != null && !warm.equals(new WarmUpdate(null, null));
      }
      default -> request.has(member);
    };
  }

  private void checkBillingMode() {
    BillingMode mode = billingMode();
    boolean hasThroughput = request.has(THROUGHPUT);
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
      if (actions.size() > 1) {
        throw invalidParameter(
            "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate"
                + " object");
      }
      String name = actions.getFirst().requiredText("IndexName");
      if (!names.add(name)) {
        throw invalidParameter(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + name);
      }
      Structure changed = update.structure(UPDATE);
      if (changed != null) {
        checkUpdate(changed);
      }
    }
  }

  private static void checkUpdate(Structure changed) {
    String name = changed.requiredText("IndexName");
    ThroughputReader.capacity(changed, name);
    if (new WarmUpdate(null, null).equals(ThroughputReader.warm(changed))) {
      throw invalidParameter(
          "WarmThroughput must have at least one of ReadUnitsPerSecond or WriteUnitsPerSecond"
              + " specified for index: "
              + name);
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
    boolean changesCapacity = request.has(THROUGHPUT) || billingMode() == BillingMode.PROVISIONED;
    if (changesCapacity && request.has(STREAM)) {
      throw invalidParameter("You cannot modify stream status while updating table IOPS");
    }
    boolean createsOrDeletes =
        indexUpdates.stream().anyMatch(update -> update.has(CREATE) || update.has(DELETE));
    if (createsOrDeletes && request.has(THROUGHPUT)) {
      throw invalidParameter("You cannot create or delete index while updating table IOPS");
    }
    if (createsOrDeletes && request.has(STREAM)) {
      throw invalidParameter("You cannot create or delete index while changing stream status");
    }
  }

  private @Nullable StreamUpdate stream() {
    Structure specification = request.structure("StreamSpecification");
    if (specification == null) {
      return null;
    }
    String viewType = specification.text("StreamViewType");
    if (specification.flag("StreamEnabled")) {
      if (viewType == null) {
        throw invalidParameter("If stream is being enabled then UpdateViewType is required");
      }
      return new StreamUpdate(StreamViewType.valueOf(viewType));
    }
    if (viewType != null) {
      throw invalidParameter(
          "If stream is being disabled, then UpdateViewType must not be specified");
    }
    return new StreamUpdate(null);
  }

  /**
   * The update of a table.
   *
   * @throws DynamoDbException a ValidationException
   */
  TableUpdate read(TableDefinition table) {
    return new TableUpdate(
        billingMode(),
        ThroughputReader.update(request, null),
        NewTableReader.tableClass(request),
        request.has("DeletionProtectionEnabled")
            ? Boolean.valueOf(request.flag("DeletionProtectionEnabled"))
            : null,
        encryption(),
        stream(),
        indexUpdates(table));
  }

  private @Nullable EncryptionUpdate encryption() {
    Structure specification = request.structure("SSESpecification");
    if (specification == null) {
      return null;
    }
    String key = specification.text("KMSMasterKeyId");
    return new EncryptionUpdate(
        EncryptionReader.keyArn(specification, arns), key != null && key.startsWith("arn:"));
  }

  private List<IndexUpdate> indexUpdates(TableDefinition table) {
    BillingMode mode = billingMode();
    boolean onDemand =
        mode == null ? table.settings().isOnDemand() : mode == BillingMode.PAY_PER_REQUEST;
    var updates = new ArrayList<IndexUpdate>();
    for (Structure update : indexUpdates) {
      Structure created = update.structure(CREATE);
      if (created != null) {
        var index = NewIndexReader.ofUpdate(created, onDemand, definitions(created));
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

  private KeySchemaReader definitions(Structure created) {
    List<Structure> definitions = request.structures("AttributeDefinitions");
    if (definitions == null || definitions.isEmpty()) {
      throw invalidParameter(
          "AttributeDefinitions is not specified for index: " + created.requiredText("IndexName"));
    }
    KeySchemaReader.requireDistinct(definitions);
    return KeySchemaReader.of(definitions);
  }
}
