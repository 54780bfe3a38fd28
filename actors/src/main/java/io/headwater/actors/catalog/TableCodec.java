package io.headwater.actors.catalog;

import static io.headwater.actors.catalog.CatalogCodec.constantOf;
import static io.headwater.actors.catalog.CatalogCodec.numberOf;
import static io.headwater.actors.catalog.CatalogCodec.readId;
import static io.headwater.actors.catalog.CatalogCodec.writeId;

import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.TableDefinition.PartitionRange;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.catalog.TableSettings.BillingMode;
import io.headwater.actors.catalog.TableSettings.TableClass;
import io.headwater.actors.codec.ByteReader;
import io.headwater.actors.codec.ByteWriter;
import io.headwater.actors.codec.GlobalSecondaryIndexCodec;
import io.headwater.actors.codec.KeySchemaCodec;
import io.headwater.actors.codec.LocalSecondaryIndexCodec;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.LocalSecondaryIndex;
import io.headwater.actors.model.TimeToLive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a table's definition. Strings are UTF-8 behind their length as a varint, times epoch
 * milliseconds.
 *
 * <pre>
 *   table row    | version u8 = 3 | name | id u128 | status u8 | created i64 | billing mode u8 |
 *                | read capacity varint | write capacity varint | hash seed i64 | key schema |
 *                | local secondary indexes, not in version 1 |
 *                | partition count varint | partition ... | stream, may be missing |
 *                | from version 3 on: partitions' version varint | settings |
 *                | next index number varint | index count varint | global index ... |
 *                | time to live, may be missing | tag count varint | key, value ... |
 *   partition    | id | first hash u64 |
 *   stream       | present u8 | if 1: stream row, see {@link CatalogCodec} |
 *   settings     | on-demand since optional | switches varint | changes of throughput |
 *                | on-demand maxima | warm throughput | table class u8 | changed at optional |
 *                | class changes varint | deletion protection u8 | encryption key, may be empty |
 *   changes      | last increase optional | last decrease optional | decreases varint |
 *   maxima       | reads optional | writes optional |
 *   warm         | reads optional | writes varint, if there are reads |
 *   global index | number varint | status u8 | index, see {@link GlobalSecondaryIndexCodec} |
 *                | read capacity varint | write capacity varint | changes | maxima | warm |
 *                | partition count varint | partition ... |
 *                | source count varint | partition id, commit varint ... |
 *   time to live | status u8, 0 missing | if not: attribute | generation varint | changed i64 |
 *   optional     | value + 1 varint, 0 missing |
 *
 *   status       1 CREATING, 2 ACTIVE, 3 DELETING, 4 UPDATING
 *   index status 1 CREATING, 2 BACKFILLING, 3 ACTIVE, 4 DELETING
 *   time to live 1 ENABLING, 2 ENABLED, 3 DISABLING, 4 DISABLED
 *   billing mode 1 PROVISIONED, 2 PAY_PER_REQUEST
 *   table class  1 STANDARD, 2 STANDARD_INFREQUENT_ACCESS
 * </pre>
 */
final class TableCodec {
  /** Version 1 has no indexes, version 2 nothing that can be changed. */
  private static final int VERSION = 3;

  // By position, first is 1: what is on disk must not change when a constant moves in its enum.
  private static final List<TableStatus> STATUSES =
      List.of(TableStatus.CREATING, TableStatus.ACTIVE, TableStatus.DELETING, TableStatus.UPDATING);
  private static final List<BillingMode> BILLING_MODES =
      List.of(BillingMode.PROVISIONED, BillingMode.PAY_PER_REQUEST);
  private static final List<TableClass> TABLE_CLASSES =
      List.of(TableClass.STANDARD, TableClass.STANDARD_INFREQUENT_ACCESS);
  private static final List<IndexStatus> INDEX_STATUSES =
      List.of(
          IndexStatus.CREATING, IndexStatus.BACKFILLING, IndexStatus.ACTIVE, IndexStatus.DELETING);
  private static final List<TableTimeToLive.Status> TIME_TO_LIVE_STATUSES =
      List.of(
          TableTimeToLive.Status.ENABLING,
          TableTimeToLive.Status.ENABLED,
          TableTimeToLive.Status.DISABLING,
          TableTimeToLive.Status.DISABLED);

  private TableCodec() {}

  static byte[] encode(TableDefinition table) {
    var writer = new ByteWriter();
    write(writer, table);
    return writer.toByteArray();
  }

  static TableDefinition decode(byte[] bytes) {
    var reader = new ByteReader(bytes);
    var table = read(reader);
    reader.expectEnd();
    return table;
  }

  static void write(ByteWriter writer, TableDefinition table) {
    writer.writeByte(VERSION).writeString(table.name());
    writeId(writer, table.id());
    writer.writeByte(numberOf(STATUSES, table.status())).writeLong(table.createdAtMillis());
    writer.writeByte(numberOf(BILLING_MODES, table.billingMode()));
    writeUnits(writer, table.settings().throughput());
    writer.writeLong(table.hashSeed());
    KeySchemaCodec.write(writer, table.keySchema());
    LocalSecondaryIndexCodec.write(writer, table.localSecondaryIndexes());
    writePartitions(writer, table.partitions());
    var stream = table.stream();
    writer.writeByte(stream == null ? 0 : 1);
    if (stream != null) {
      CatalogCodec.writeStream(writer, stream);
    }
    writer.writeVarint(table.partitionsVersion());
    writeSettings(writer, table.settings());
    writer.writeVarint(table.nextIndexNumber());
    writer.writeVarint(table.globalSecondaryIndexes().size());
    table.globalSecondaryIndexes().forEach(index -> writeIndex(writer, index));
    writeTimeToLive(writer, table.timeToLive());
    writer.writeVarint(table.tags().size());
    table.tags().forEach((key, value) -> writer.writeString(key).writeString(value));
  }

  static TableDefinition read(ByteReader reader) {
    int version = CatalogCodec.readVersion(reader, VERSION, "table");
    String name = reader.readString();
    UUID id = readId(reader);
    var status = constantOf(STATUSES, reader.readByte());
    long createdAtMillis = reader.readLong();
    var billingMode = constantOf(BILLING_MODES, reader.readByte());
    long readCapacityUnits = reader.readVarint();
    long writeCapacityUnits = reader.readVarint();
    long hashSeed = reader.readLong();
    KeySchema keySchema = KeySchemaCodec.read(reader);
    List<LocalSecondaryIndex> localIndexes =
        version == 1 ? List.of() : LocalSecondaryIndexCodec.read(reader, keySchema);
    var partitions = readPartitions(reader);
    var stream = reader.readByte() == 0 ? null : CatalogCodec.readStream(reader);
    var settings =
        TableSettings.of(billingMode, Throughput.of(readCapacityUnits, writeCapacityUnits));
    var table =
        TableDefinition.first(
            name,
            id,
            status,
            createdAtMillis,
            hashSeed,
            keySchema,
            localIndexes,
            partitions,
            stream,
            settings);
    return version <= 2 ? table : readChangeable(reader, table);
  }

  private static TableDefinition readChangeable(ByteReader reader, TableDefinition table) {
    return table
        .change()
        .partitionsVersion(reader.readVarint())
        .settings(readSettings(reader, table.settings()))
        .nextIndexNumber((int) reader.readVarint())
        .globalSecondaryIndexes(readIndexes(reader))
        .timeToLive(readTimeToLive(reader))
        .tags(readTags(reader))
        .build();
  }

  private static void writeSettings(ByteWriter writer, TableSettings settings) {
    writeOptional(writer, settings.onDemandSinceMillis());
    writer.writeVarint(settings.onDemandSwitches());
    writeChanges(writer, settings.throughput());
    writeMaxima(writer, settings.onDemandThroughput());
    writeWarm(writer, settings.warmThroughput());
    writer.writeByte(numberOf(TABLE_CLASSES, settings.tableClass()));
    writeOptional(writer, settings.tableClassChangedMillis());
    writer.writeVarint(settings.tableClassChanges());
    writer.writeByte(settings.deletionProtection() ? 1 : 0);
    var encryptionKeyArn = settings.encryptionKeyArn();
    writer.writeString(encryptionKeyArn == null ? "" : encryptionKeyArn);
  }

  private static TableSettings readSettings(ByteReader reader, TableSettings units) {
    Long onDemandSinceMillis = readOptional(reader);
    int onDemandSwitches = (int) reader.readVarint();
    var throughput = readChanges(reader, units.throughput());
    var maxima = readMaxima(reader);
    var warm = readWarm(reader);
    var tableClass = constantOf(TABLE_CLASSES, reader.readByte());
    Long tableClassChangedMillis = readOptional(reader);
    int tableClassChanges = (int) reader.readVarint();
    boolean deletionProtection = reader.readByte() == 1;
    String encryptionKeyArn = reader.readString();
    return new TableSettings(
        units.billingMode(),
        onDemandSinceMillis,
        onDemandSwitches,
        throughput,
        maxima,
        warm,
        tableClass,
        tableClassChangedMillis,
        tableClassChanges,
        deletionProtection,
        encryptionKeyArn.isEmpty() ? null : encryptionKeyArn);
  }

  private static void writeIndex(ByteWriter writer, GlobalIndex index) {
    writer.writeVarint(index.number()).writeByte(numberOf(INDEX_STATUSES, index.status()));
    GlobalSecondaryIndexCodec.write(writer, index.index());
    writeUnits(writer, index.throughput());
    writeChanges(writer, index.throughput());
    writeMaxima(writer, index.onDemandThroughput());
    writeWarm(writer, index.warmThroughput());
    writePartitions(writer, index.partitions());
    writer.writeVarint(index.sources().size());
    new TreeMap<>(index.sources())
        .forEach((partitionId, commit) -> writer.writeString(partitionId).writeVarint(commit));
  }

  private static List<GlobalIndex> readIndexes(ByteReader reader) {
    int count = reader.readCount();
    var indexes = new ArrayList<GlobalIndex>(count);
    for (int i = 0; i < count; i++) {
      indexes.add(readIndex(reader));
    }
    return indexes;
  }

  private static GlobalIndex readIndex(ByteReader reader) {
    int number = (int) reader.readVarint();
    var status = constantOf(INDEX_STATUSES, reader.readByte());
    var index = GlobalSecondaryIndexCodec.read(reader);
    var units = Throughput.of(reader.readVarint(), reader.readVarint());
    return new GlobalIndex(
        index,
        number,
        status,
        readChanges(reader, units),
        readMaxima(reader),
        readWarm(reader),
        readPartitions(reader),
        readSources(reader));
  }

  private static Map<String, Long> readSources(ByteReader reader) {
    int count = reader.readCount();
    var sources = new TreeMap<String, Long>();
    for (int i = 0; i < count; i++) {
      sources.put(reader.readString(), reader.readVarint());
    }
    return sources;
  }

  private static void writePartitions(ByteWriter writer, List<PartitionRange> partitions) {
    writer.writeVarint(partitions.size());
    for (PartitionRange partition : partitions) {
      writer.writeString(partition.partitionId()).writeLong(partition.hashFrom());
    }
  }

  private static List<PartitionRange> readPartitions(ByteReader reader) {
    int count = reader.readCount();
    var partitions = new ArrayList<PartitionRange>(count);
    for (int i = 0; i < count; i++) {
      partitions.add(new PartitionRange(reader.readString(), reader.readLong()));
    }
    return partitions;
  }

  private static void writeUnits(ByteWriter writer, Throughput throughput) {
    writer.writeVarint(throughput.readCapacityUnits()).writeVarint(throughput.writeCapacityUnits());
  }

  private static void writeChanges(ByteWriter writer, Throughput throughput) {
    writeOptional(writer, throughput.lastIncreaseMillis());
    writeOptional(writer, throughput.lastDecreaseMillis());
    writer.writeVarint(throughput.decreases());
  }

  private static Throughput readChanges(ByteReader reader, Throughput units) {
    return new Throughput(
        units.readCapacityUnits(),
        units.writeCapacityUnits(),
        readOptional(reader),
        readOptional(reader),
        (int) reader.readVarint());
  }

  private static void writeMaxima(ByteWriter writer, OnDemandThroughput maxima) {
    writeOptional(writer, maxima.maxReadRequestUnits());
    writeOptional(writer, maxima.maxWriteRequestUnits());
  }

  private static OnDemandThroughput readMaxima(ByteReader reader) {
    return new OnDemandThroughput(readOptional(reader), readOptional(reader));
  }

  private static void writeWarm(ByteWriter writer, @Nullable WarmThroughput warm) {
    writeOptional(writer, warm == null ? null : warm.readUnitsPerSecond());
    if (warm != null) {
      writer.writeVarint(warm.writeUnitsPerSecond());
    }
  }

  private static @Nullable WarmThroughput readWarm(ByteReader reader) {
    Long readUnits = readOptional(reader);
    return readUnits == null ? null : new WarmThroughput(readUnits, reader.readVarint());
  }

  private static void writeTimeToLive(ByteWriter writer, @Nullable TableTimeToLive table) {
    if (table == null) {
      writer.writeByte(0);
      return;
    }
    var timeToLive = table.timeToLive();
    writer.writeByte(numberOf(TIME_TO_LIVE_STATUSES, table.status()));
    writer.writeString(timeToLive.attributeName()).writeVarint(timeToLive.generation());
    writer.writeLong(table.changedAtMillis());
  }

  private static @Nullable TableTimeToLive readTimeToLive(ByteReader reader) {
    int status = reader.readByte();
    if (status == 0) {
      return null;
    }
    var timeToLive = new TimeToLive(reader.readString(), reader.readVarint());
    return new TableTimeToLive(
        timeToLive, constantOf(TIME_TO_LIVE_STATUSES, status), reader.readLong());
  }

  private static NavigableMap<String, String> readTags(ByteReader reader) {
    int count = reader.readCount();
    var tags = new TreeMap<String, String>();
    for (int i = 0; i < count; i++) {
      tags.put(reader.readString(), reader.readString());
    }
    return tags;
  }

  private static void writeOptional(ByteWriter writer, @Nullable Long value) {
    writer.writeVarint(value == null ? 0 : value + 1);
  }

  private static @Nullable Long readOptional(ByteReader reader) {
    long value = reader.readVarint();
    return value == 0 ? null : value - 1;
  }
}
