package io.headwater.actors.codec;

import io.headwater.persistence.store.KeyRange;
import java.util.UUID;

/** The keys of the catalog's rows, as {@link RowKeys} lays them out. */
public final class CatalogRowKeys {
  private CatalogRowKeys() {}

  /** What a row of the catalog tells of. */
  public enum Kind {
    VERSION,
    TABLE,
    STREAM,
    DELETED_TABLE,
    DELETED_INDEX
  }

  /** All rows of the catalog. */
  public static KeyRange all() {
    return new KeyRange(
        new byte[] {(byte) RowKeys.CATALOG_VERSION},
        new byte[] {(byte) (RowKeys.DELETED_INDEX + 1)});
  }

  /** Of what kind a row is. */
  public static Kind kindOf(byte[] rowKey) {
    return switch (rowKey[0]) {
      case RowKeys.CATALOG_VERSION -> Kind.VERSION;
      case RowKeys.CATALOG_TABLE -> Kind.TABLE;
      case RowKeys.STREAM -> Kind.STREAM;
      case RowKeys.DELETED_TABLE -> Kind.DELETED_TABLE;
      case RowKeys.DELETED_INDEX -> Kind.DELETED_INDEX;
      default -> throw new MalformedBytesException("no row of the catalog: prefix " + rowKey[0]);
    };
  }

  /** The row that numbers the catalog's last commit. */
  public static byte[] version() {
    return new byte[] {(byte) RowKeys.CATALOG_VERSION};
  }

  /** The row of a deleted table whose items are still being removed. */
  public static byte[] deletedTable(UUID tableId) {
    return RowKeys.tableWriter(RowKeys.DELETED_TABLE, tableId).toByteArray();
  }

  /** The id in the key of a {@link #deletedTable} row. */
  public static UUID deletedTableId(byte[] rowKey) {
    var reader = new ByteReader(rowKey);
    reader.readByte();
    var id = new UUID(reader.readLong(), reader.readLong());
    reader.expectEnd();
    return id;
  }

  /** The row of a deleted global secondary index whose entries are still being removed. */
  public static byte[] deletedIndex(UUID tableId, int number) {
    return RowKeys.indexNumberWriter(RowKeys.DELETED_INDEX, tableId, number).toByteArray();
  }

  /** The table's id in the key of a {@link #deletedIndex} row. */
  public static UUID tableIdOfDeletedIndex(byte[] rowKey) {
    var reader = new ByteReader(rowKey);
    reader.readByte();
    return new UUID(reader.readLong(), reader.readLong());
  }

  /** The index's number in the key of a {@link #deletedIndex} row. */
  public static int numberOfDeletedIndex(byte[] rowKey) {
    int at = rowKey.length - Short.BYTES;
    return Byte.toUnsignedInt(rowKey[at]) << Byte.SIZE | Byte.toUnsignedInt(rowKey[at + 1]);
  }

  /** The row of a table in the catalog. */
  public static byte[] table(String tableName) {
    return RowKeys.nameWriter(RowKeys.CATALOG_TABLE, tableName).toByteArray();
  }

  /** The row of a stream. */
  public static byte[] stream(String tableName, String label) {
    return RowKeys.withSecondName(RowKeys.nameWriter(RowKeys.STREAM, tableName), label);
  }
}
