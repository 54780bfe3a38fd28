/**
 * A server that does nothing: what HTTP alone costs. {@link Echo} is its main class; it runs in a
 * process of its own.
 */
@NullMarked
package io.headwater.loadtests.echo;

import org.jspecify.annotations.NullMarked;
