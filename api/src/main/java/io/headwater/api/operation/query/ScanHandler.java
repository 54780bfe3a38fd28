package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.expression.Projection;
import io.headwater.actors.json.ReadItem;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.api.operation.ItemValues;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.ParameterRules;
import io.headwater.api.operation.RequestExpressions;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.operation.Wording;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Scan. Checks: parameters that don't go together, the start key's values, Segment and
 * TotalSegments, placeholders, filter, projection, unused placeholders, Select; then the table, the
 * index, the start key and its segment, paths into keys.
 */
public final class ScanHandler implements OperationHandler {
  private static final ParameterRules RULES =
      new ParameterRules(
          List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"),
          List.of(),
          List.of("ProjectionExpression", "FilterExpression"),
          List.of("FilterExpression"));

  /** Which part of the hash range is scanned. */
  private record Part(int segment, int totalSegments) {}

  private final TableLookup tables;
  private final TableReader reader;

  public ScanHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request) {
    RULES.check(request, Wording.BARE);
    ReadItem start = request.item("ExclusiveStartKey");
    Item startKey = start == null ? null : ItemValues.checkedStartKey(start);
    Part part = part(request);
    var expressions = RequestExpressions.of(request, RULES, Wording.BARE);
    expressions.readPlaceholders();
    Condition filter = expressions.filter();
    Projection projection = expressions.projection();
    expressions.requireAllUsed();
    var pageRequest =
        new PageRequest(request, filter, projection, Selection.of(request, Wording.BARE));

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    IndexRule.requireNone(request);
    ItemKey exclusiveStart =
        startKey == null
            ? null
            : StartKeys.ofScan(startKey, table, part.segment(), part.totalSegments());
    checkPaths(filter, projection, table.keySchema());
    var segment = new ScanSegment(part.segment(), part.totalSegments(), exclusiveStart);
    return reader
        .scan(table, segment, pageRequest.limits())
        .thenApply(page -> new PageAnswer(pageRequest, table.keySchema(), page));
  }

  private static Part part(Structure request) {
    Long segment = request.number("Segment");
    Long totalSegments = request.number("TotalSegments");
    if (segment == null && totalSegments == null) {
      return new Part(0, 1);
    }
    if (totalSegments == null) {
      throw DynamoDbException.validation(
          "The TotalSegments parameter is required but was not present in the request when Segment"
              + " parameter is present");
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

  private static void checkPaths(
      @Nullable Condition filter, @Nullable Projection projection, KeySchema keySchema) {
    if (projection != null) {
      KeyPathChecks.requireScalarKeys(projection.paths(), keySchema);
    }
    if (filter != null) {
      KeyPathChecks.requireScalarKeys(filter.paths(), keySchema);
    }
  }
}
