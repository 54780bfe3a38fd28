/** The operations that create, describe, list and delete tables. */
@NullMarked
package io.headwater.api.operation.table;

import org.jspecify.annotations.NullMarked;
