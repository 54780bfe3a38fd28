package io.headwater.actors.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What of a table can be changed without its partitions having to know (tables reference §3, §4).
 *
 * @param onDemandSinceMillis when the table last became on-demand; null if it never was
 * @param onDemandSwitches unused, part of the stored format; 0 for a new table
 * @param warmThroughput null: as it follows from the mode and the throughput
 * @param tableClassChangedMillis null if it never changed
 * @param encryptionKeyArn the KMS key that the table is described with; null: the service's own
 */
public record TableSettings(
    BillingMode billingMode,
    @Nullable Long onDemandSinceMillis,
    int onDemandSwitches,
    Throughput throughput,
    OnDemandThroughput onDemandThroughput,
    @Nullable WarmThroughput warmThroughput,
    TableClass tableClass,
    @Nullable Long tableClassChangedMillis,
    int tableClassChanges,
    boolean deletionProtection,
    @Nullable String encryptionKeyArn) {

  public enum BillingMode {
    PROVISIONED,
    PAY_PER_REQUEST
  }

  public enum TableClass {
    STANDARD,
    STANDARD_INFREQUENT_ACCESS
  }

  /** A new table's, where the request says nothing else. */
  public static TableSettings of(BillingMode billingMode, Throughput throughput) {
    return new TableSettings(
        billingMode,
        null,
        0,
        throughput,
        OnDemandThroughput.UNLIMITED,
        null,
        TableClass.STANDARD,
        null,
        0,
        false,
        null);
  }

  public TableSettings withOnDemandThroughput(OnDemandThroughput newOnDemandThroughput) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        onDemandSwitches,
        throughput,
        newOnDemandThroughput,
        warmThroughput,
        tableClass,
        tableClassChangedMillis,
        tableClassChanges,
        deletionProtection,
        encryptionKeyArn);
  }

  public TableSettings withEncryptionKeyArn(@Nullable String newEncryptionKeyArn) {
    return new TableSettings(
        billingMode,
        onDemandSinceMillis,
        onDemandSwitches,
        throughput,
        onDemandThroughput,
        warmThroughput,
        tableClass,
        tableClassChangedMillis,
        tableClassChanges,
        deletionProtection,
        newEncryptionKeyArn);
  }

  public boolean isOnDemand() {
    return billingMode == BillingMode.PAY_PER_REQUEST;
  }
}
