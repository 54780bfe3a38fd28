package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.expression.KeyCondition.BoundKeyCondition;
import io.headwater.actors.expression.KeyPathChecks;
import io.headwater.actors.model.Item;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.QueryRange;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/**
 * Query. Checks: those of {@link QueryParameters}; then the table, the index, the count of the
 * expression's key conditions, the start key's attributes, the key condition against the key
 * schema, the start key's types and place, the projection's paths into keys, keys in the filter,
 * attributes that a global index lacks, the filter's paths into keys, what of the filter a global
 * index lacks.
 */
public final class QueryHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;

  public QueryHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var parameters = QueryParameters.of(request);
    PageRequest pageRequest = parameters.pageRequest();
    Item startKey = parameters.startKey();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    ReadTarget target = ReadTarget.of(request, table);
    parameters.keyCondition().requireCount(target.keySchema());
    StartKeys.checkOfQuery(startKey, target);
    BoundKeyCondition bound = parameters.keyCondition().bind(target.keySchema());
    Position exclusiveStart = startKey == null ? null : StartKeys.ofQuery(startKey, target, bound);
    checkPaths(parameters, target);
    boolean forward = !request.has("ScanIndexForward") || request.flag("ScanIndexForward");
    var range = new QueryRange(target.indexRead(pageRequest), bound, forward, exclusiveStart);
    return reader
        .query(table, range, pageRequest.limits())
        .thenApply(page ->
            new PageAnswer(pageRequest, target, target.holdsOneItemEach() ? page.asLast() : page));
  }

  private static void checkPaths(QueryParameters parameters, ReadTarget target) {
    PageRequest pageRequest = parameters.pageRequest();
    if (pageRequest.projection() != null) {
      KeyRules.requireScalarKeys(target.table(), pageRequest.projection().paths());
    }
    if (pageRequest.filter() != null) {
      KeyPathChecks.requireNoKeysInFilter(
          pageRequest.filter(), parameters.filterName(), target.keySchema());
    }
    target.requireProjected(pageRequest);
    if (pageRequest.filter() != null) {
      KeyRules.requireScalarKeys(target.table(), pageRequest.filter().paths());
      target.requireFilterable(pageRequest.filter().paths());
    }
  }
}
