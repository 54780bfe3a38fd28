package io.headwater.api.operation.batch;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.partition.Write;

/** A write of a batch with the table that it goes to. */
record BatchWrite(BatchEntry entry, TableDefinition table, Write write) {}
