/**
 * What a store's bytes mean, for tools that read a data directory without its actors.
 *
 * <p>Start with {@link DatabaseCheck}, which holds rows and commits against each other, and {@link
 * DatabaseDump}, which shows them decoded. {@code persistence.inspect} gives both the bytes.
 */
@NullMarked
package io.headwater.actors.inspect;

import org.jspecify.annotations.NullMarked;
