/** The operations on the tags of tables. {@code TaggedResource} finds the table that is meant. */
@NullMarked
package io.headwater.api.operation.tag;

import org.jspecify.annotations.NullMarked;
