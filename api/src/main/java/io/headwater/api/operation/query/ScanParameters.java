package io.headwater.api.operation.query;

import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.legacy.LegacyParameters;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a Scan asks for, checked as far as it can be without the table. Filter and projection are
 * the same whether they were given as expressions or by legacy parameters.
 *
 * <p>Checks: parameters that don't go together, AttributesToGet, ScanFilter and
 * ConditionalOperator, the start key's values, Segment and TotalSegments, placeholders, filter,
 * projection, unused placeholders, Select.
 */
record ScanParameters(@Nullable Item startKey, Part part, PageRequest pageRequest) {

  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"),
          List.of("ProjectionExpression", "FilterExpression"),
          List.of("FilterExpression"));

  /** Which part of the hash range is scanned. */
  record Part(int segment, int totalSegments) {

    /** What Segment and TotalSegments say. */
    private static Part of(Structure request) {
      Long segment = request.number("Segment");
      Long totalSegments = request.number("TotalSegments");
      if (segment == null && totalSegments == null) {
        return new Part(0, 1);
      }
      if (totalSegments == null) {
        throw DynamoDbException.validation(
            "The TotalSegments parameter is required but was not present in the request when"
                + " Segment parameter is present");
      }
      if (segment == null) {
        throw DynamoDbException.validation(
            "The Segment parameter is required but was not present in the request when parameter"
                + " TotalSegments is present");
      }
      if (segment >= totalSegments) {
        throw DynamoDbException.validation(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments:"
                + " Segment: "
                + segment
                + " is not less than TotalSegments: "
                + totalSegments);
      }
      return new Part(Math.toIntExact(segment), Math.toIntExact(totalSegments));
    }
  }

  /**
   * The parameters of a request.
   *
   * @throws DynamoDbException a ValidationException
   */
  static ScanParameters of(Structure request) {
    RULES.check(request, Wording.OLDER);
    Projection legacyProjection = LegacyParameters.projection(request);
    Condition legacyFilter = LegacyParameters.filter(request, "ScanFilter", Wording.OLDER);
    Item startKey = StartKeys.values(request, Wording.OLDER);
    Part part = Part.of(request);
    var expressions = RequestExpressions.of(request, RULES, Wording.OLDER);
    expressions.readPlaceholders();
    Condition filter = legacyFilter == null ? expressions.filter() : legacyFilter;
    Projection projection = legacyProjection == null ? expressions.projection() : legacyProjection;
    expressions.requireAllUsed();
    var pageRequest =
        new PageRequest(request, filter, projection, Selection.of(request, Wording.OLDER));
    return new ScanParameters(startKey, part, pageRequest);
  }
}
