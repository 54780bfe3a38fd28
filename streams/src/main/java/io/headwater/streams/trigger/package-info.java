/**
 * Triggers: functions that are called with a stream's records.
 *
 * <p>Start with {@link Triggers}, the facade. An {@link EventSourceMapping} connects a stream to a
 * function. The {@link TriggerGuardian} owns the mappings and starts one {@link ShardRunner} for
 * each shard of each enabled mapping; the {@link TriggerLog} makes mappings and positions durable.
 *
 * <ul>
 *   <li>a position moves on only after the function handled everything before it;
 *   <li>the next batch of a shard is handed out only when that position is durable, so a crash
 *       repeats at most one batch per shard;
 *   <li>a shard never has two calls under way, whatever is disabled, changed or enabled meanwhile.
 * </ul>
 *
 * <p>Not here: running the user's code ({@code streams.trigger.function}), and the REST calls
 * ({@code api.lambda}).
 */
@NullMarked
package io.headwater.streams.trigger;

import org.jspecify.annotations.NullMarked;
