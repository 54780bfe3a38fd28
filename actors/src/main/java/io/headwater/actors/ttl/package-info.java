/**
 * What time to live does in the background: items whose time has come are removed, those that were
 * there before their table had a time to live are filed by it, and rows of an earlier time to live
 * are cleared away.
 *
 * <p>Start with {@link TimeToLiveSweeper}. Everything that happens to an item is decided by its
 * partition, as any write: what is sent from here are hints, and one too many does no harm.
 */
@NullMarked
package io.headwater.actors.ttl;

import org.jspecify.annotations.NullMarked;
