/**
 * The functions that triggers call: code of the user's, in this process or behind a URL.
 *
 * <p>Start with {@link FunctionRegistry}, which makes the functions of the configuration, and
 * {@link StreamFunction}, what the trigger runner sees of one. User code runs on threads of its own
 * function and nowhere else; it may throw, hang or leak without holding up another function or the
 * database.
 *
 * <p>Not here: when a function is called and what happens after it failed ({@code
 * streams.trigger}).
 */
@NullMarked
package io.headwater.streams.trigger.function;

import org.jspecify.annotations.NullMarked;
