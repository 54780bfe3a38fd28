/** The operations that read many items of one table in order: Query and Scan. */
@NullMarked
package io.headwater.api.operation.query;

import org.jspecify.annotations.NullMarked;
