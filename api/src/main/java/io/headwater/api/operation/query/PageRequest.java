package io.headwater.api.operation.query;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.api.protocol.Structure;
import org.jspecify.annotations.Nullable;

/**
 * What Query and Scan have in common: which of the items read are answered, and how much of them.
 */
record PageRequest(
    Structure request,
    @Nullable Condition filter,
    @Nullable Projection projection,
    Selection selection) {

  PageLimits limits() {
    Long limit = request.number("Limit");
    return new PageLimits(limit == null ? Integer.MAX_VALUE : Math.toIntExact(limit), filter);
  }
}
