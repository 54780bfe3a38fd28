/**
 * The Pekko Persistence journal over a {@link io.headwater.persistence.store.Store}.
 *
 * <p>{@link HeadwaterJournal} is what Pekko sees. It encodes events, together with the row changes
 * that an {@link EventWithRows} brings, and hands them to one writer thread, which commits what all
 * actors have waiting in one atomic, synced group. The store comes from the {@link StoreExtension}.
 *
 * <ul>
 *   <li>a write is confirmed only when the store has done it, on disk and readable;
 *   <li>a write whose numbers do not continue its log fails and changes nothing;
 *   <li>a rejected event is not stored; a failed one may be.
 * </ul>
 *
 * <p>Not here: bytes on disk, which are {@code persistence.store}'s.
 */
@NullMarked
package io.headwater.persistence.journal;

import org.jspecify.annotations.NullMarked;
