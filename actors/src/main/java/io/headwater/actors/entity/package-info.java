/**
 * Persistent entities whose state is rows. The journal writes an event's rows together with the
 * event, so nothing is ever replayed, and a start takes as long with a long log as with a short
 * one.
 *
 * <p>Start with {@link RowEntity}. Partitions, the catalog and the triggers' log are such entities.
 */
@NullMarked
package io.headwater.actors.entity;

import org.jspecify.annotations.NullMarked;
