package io.headwater.api.operation.table;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.api.operation.Call;
import io.headwater.api.operation.OperationHandler;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** ListTables: names in UTF-8 order, tables being created or deleted included. */
public final class ListTablesHandler implements OperationHandler {
  /** The page size where the request names none, which is also the largest. */
  private static final int DEFAULT_LIMIT = 100;

  private final CatalogView catalog;

  public ListTablesHandler(CatalogView catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletionStage<Answer> handle(Structure request, Call call) {
    Long wanted = request.number("Limit");
    int limit = wanted == null ? DEFAULT_LIMIT : Math.toIntExact(wanted);
    String start = request.text("ExclusiveStartTableName");
    NavigableSet<String> names = catalog.tableNames();
    var rest = start == null ? names : names.tailSet(start, false);
    var page = new ArrayList<String>();
    var iterator = rest.iterator();
    while (page.size() < limit && iterator.hasNext()) {
      page.add(iterator.next());
    }
    return CompletableFuture.completedFuture(answer(page, iterator.hasNext()));
  }

  private static Answer answer(List<String> page, boolean more) {
    return generator -> {
      generator.writeStartObject();
      generator.writeArrayFieldStart("TableNames");
      for (String name : page) {
        generator.writeString(name);
      }
      generator.writeEndArray();
      if (more) {
        generator.writeStringField("LastEvaluatedTableName", page.getLast());
      }
      generator.writeEndObject();
    };
  }
}
