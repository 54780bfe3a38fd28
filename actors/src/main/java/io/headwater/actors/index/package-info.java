/**
 * Global secondary indexes: a table's items in another order, kept by partitions of their own that
 * follow the logs of the table's partitions.
 *
 * <p>Start with {@link IndexChanges}, which says what an index has of a table's items, and {@link
 * IndexFeeder}, which brings it from one partition's log to the index's partitions. An index
 * partition takes changes only from where it stands in that log, and makes them durable together
 * with where it then stands; so whatever is sent again or twice has its effect once.
 */
@NullMarked
package io.headwater.actors.index;

import org.jspecify.annotations.NullMarked;
