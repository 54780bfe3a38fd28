/**
 * The operations that create, change, describe, list and delete tables, and what concerns tables as
 * a whole: times to live, backups, limits, endpoints.
 */
@NullMarked
package io.headwater.api.operation.table;

import org.jspecify.annotations.NullMarked;
