/**
 * Endurance: what a server acknowledged must survive its death, again and again.
 *
 * <p>Start with {@link CrashTest}. Its {@link Writer}s put down in the {@link Ledger} what they
 * sent and what was acknowledged; after each crash of a {@link CrashTarget} the ledger is held
 * against the items, the stream ({@link StreamAudit}) and what a trigger has seen ({@link
 * TriggerProbe}). What does not fit becomes a line in {@link Violations}.
 */
@NullMarked
package io.headwater.loadtests.soak;

import org.jspecify.annotations.NullMarked;
