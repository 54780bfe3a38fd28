/**
 * Where expensive work is done: an estimate of what the evaluation of expressions costs, and the
 * queue in front of the threads for what takes more than about a millisecond.
 */
@NullMarked
package io.headwater.actors.evaluation;

import org.jspecify.annotations.NullMarked;
