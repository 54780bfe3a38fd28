package io.headwater.persistence.store;

import io.headwater.persistence.store.StoredValue.Kind;
import java.io.IOException;
import java.nio.file.Path;

/** Whose database it is, and in which format: the row that every other one stands behind. */
final class StoreFormat {
  /** What the database is written in; a database that says otherwise is not opened. */
  private static final int VERSION = 1;

  private StoreFormat() {}

  /** Claims an empty database, and refuses one that this version did not write. */
  static void claim(LevelDb database, Path directory) throws IOException {
    byte[] stored = database.get(StoredKeys.FORMAT);
    if (stored == null) {
      if (database.walk(true, StoreFormat::holdsEntries)) {
        throw new StoreOpenException(
            "The database in " + directory + " was not written by Headwater");
      }
      byte[] row = StoredValue.seal(StoredKeys.FORMAT, new byte[] {VERSION});
      database.write(true, batch -> batch.put(StoredKeys.FORMAT, row));
      return;
    }
    byte[] format = StoredValue.open(StoredKeys.FORMAT, stored, Kind.FORMAT_ROW);
    if (format.length != 1 || format[0] != VERSION) {
      throw new StoreOpenException(
          "The database in %s has a format that this version does not know".formatted(directory));
    }
  }

  private static boolean holdsEntries(LevelDb.Cursor cursor) throws IOException {
    cursor.seek(new byte[0]);
    return cursor.isValid();
  }
}
