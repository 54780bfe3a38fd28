package io.headwater.api.operation.query;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ConditionEvaluator;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.table.TableReader.PageLimits;
import io.headwater.api.protocol.Structure;
import java.util.function.Predicate;
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
    return new PageLimits(
        limit == null ? Integer.MAX_VALUE : Math.toIntExact(limit),
        filter == null ? null : passing(filter));
  }

  /** Decodes of each item only what the filter looks at. */
  private static Predicate<EncodedItem> passing(Condition filter) {
    AttributeNames names = filter.attributeNames();
    return item -> ConditionEvaluator.test(filter, item.part(names));
  }
}
