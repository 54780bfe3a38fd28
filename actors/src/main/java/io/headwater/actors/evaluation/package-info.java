/** Estimates of what the evaluation of expressions costs, by which it is given a thread. */
@NullMarked
package io.headwater.actors.evaluation;

import org.jspecify.annotations.NullMarked;
