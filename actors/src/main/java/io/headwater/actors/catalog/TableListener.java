package io.headwater.actors.catalog;

/** Receives the changes of this node's view of the catalog, after the view has them. */
public interface TableListener {
  /** A table is new or has a new definition. */
  void changed(TableDefinition table);

  /** A table is gone. */
  void removed(TableDefinition table);
}
