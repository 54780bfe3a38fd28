/** The operations on many items of several tables, each item by itself. */
@NullMarked
package io.headwater.api.operation.batch;

import org.jspecify.annotations.NullMarked;
