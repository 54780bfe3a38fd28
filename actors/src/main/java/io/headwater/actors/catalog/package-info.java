/**
 * The catalog: which tables and streams there are, and which partitions they are made of.
 *
 * <p>Start with {@link TableDefinition}. Requests read the {@link CatalogView}; changes go through
 * the {@link CatalogClient} to the one catalog entity.
 */
@NullMarked
package io.headwater.actors.catalog;

import org.jspecify.annotations.NullMarked;
