package io.headwater.api.operation.query;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.Item;
import io.headwater.actors.table.TableReader;
import io.headwater.actors.table.TableReader.Position;
import io.headwater.actors.table.TableReader.ScanSegment;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.KeyRules;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.operation.TableLookup;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.concurrent.CompletionStage;

/**
 * Scan. Checks: those of {@link ScanParameters}; then the table, the index, the start key's
 * attributes, attributes that a global index lacks, the start key and its segment, paths into keys.
 */
public final class ScanHandler implements OperationHandler {
  private final TableLookup tables;
  private final TableReader reader;

  public ScanHandler(TableLookup tables, TableReader reader) {
    this.tables = tables;
    this.reader = reader;
  }

  @Override
  public boolean onlyReads() {
    return true;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    var parameters = ScanParameters.of(request);
    PageRequest pageRequest = parameters.pageRequest();
    ScanParameters.Part part = parameters.part();
    Item startKey = parameters.startKey();

    TableDefinition table = tables.forItems(request.requiredText("TableName"));
    ReadTarget target = ReadTarget.of(request, table);
    StartKeys.checkOfScan(startKey, target);
    target.requireProjected(pageRequest);
    Position exclusiveStart =
        startKey == null
            ? null
            : StartKeys.ofScan(startKey, target, part.segment(), part.totalSegments());
    checkPaths(pageRequest, table);
    var segment =
        new ScanSegment(
            target.indexRead(pageRequest), part.segment(), part.totalSegments(), exclusiveStart);
    return reader
        .scan(table, segment, pageRequest.limits())
        .thenApply(page -> new PageAnswer(pageRequest, target, page));
  }

  private static void checkPaths(PageRequest pageRequest, TableDefinition table) {
    if (pageRequest.projection() != null) {
      KeyRules.requireScalarKeys(table, pageRequest.projection().paths());
    }
    if (pageRequest.filter() != null) {
      KeyRules.requireScalarKeys(table, pageRequest.filter().paths());
    }
  }
}
