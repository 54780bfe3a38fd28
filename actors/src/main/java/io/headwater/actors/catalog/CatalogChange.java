package io.headwater.actors.catalog;

import java.util.UUID;

/** One step of the catalog from version to version. Only ever added to. */
public sealed interface CatalogChange {
  /** A table as it is from now on. */
  record TablePut(TableDefinition table) implements CatalogChange {}

  /** A table is gone for everybody; its rows wait to be removed. */
  record TableRemoved(String name, UUID tableId) implements CatalogChange {}

  /** A deleted table's rows are gone. */
  record TablePurged(UUID tableId) implements CatalogChange {}

  /** An index is gone for everybody; its rows wait to be removed. */
  record IndexRemoved(UUID tableId, int indexNumber) implements CatalogChange {}

  /** A deleted index's rows are gone. */
  record IndexPurged(UUID tableId, int indexNumber) implements CatalogChange {}

  /** A stream as it is from now on. */
  record StreamPut(StreamDefinition stream) implements CatalogChange {}

  /** A stream whose records may not be read any more. */
  record StreamRemoved(String tableName, String label) implements CatalogChange {}
}
