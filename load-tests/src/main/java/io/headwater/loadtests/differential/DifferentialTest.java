package io.headwater.loadtests.differential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the same random operations to Headwater and to DynamoDB Local and compares the answers. It
 * runs histories one after the other: each makes its tables, sends its operations, compares the
 * items that are left, and deletes its tables.
 *
 * <p>Where a write was answered differently, the items that differ are deleted from both, so that
 * one difference is found once.
 */
public final class DifferentialTest implements AutoCloseable {
  /** Operations of a history: long enough to fill its tables, short enough to be repeated. */
  private static final int OPERATIONS_PER_HISTORY = 500;

  private static final int OPERATIONS_PER_PROGRESS = 5_000;

  private final DifferentialOptions options;
  private final Server headwater;
  private final Server dynamoDbLocal;
  private final Consumer<String> log;
  private final DifferentialReport report = new DifferentialReport();

  /** A run against two servers that have no tables of the names {@code differential-…}. */
  public DifferentialTest(
      DifferentialOptions options,
      InetSocketAddress headwater,
      InetSocketAddress dynamoDbLocal,
      Consumer<String> log) {
    this.options = options;
    this.headwater = Server.headwater(headwater);
    this.dynamoDbLocal = Server.dynamoDbLocal(dynamoDbLocal);
    this.log = log;
  }

  public DifferentialReport run() {
    int done = 0;
    for (int history = options.firstHistory(); done < options.operations(); history++) {
      int count = Math.min(OPERATIONS_PER_HISTORY, options.operations() - done);
      runHistory(history, count);
      done += count;
      if (done % OPERATIONS_PER_PROGRESS == 0) {
        log.accept(
            "%,d operations, %d unexplained differences"
                .formatted(done, report.unexplained().size()));
      }
    }
    return report;
  }

  private void runHistory(int history, int operationCount) {
    long seed = Draw.of(options.seed(), history).seed();
    List<TableSchema> tables = tables(history, Draw.of(seed, -1));
    tables.forEach(table -> askBoth(new Call("CreateTable", table.createTable())));
    var calls = new RandomCalls(tables);
    for (int operation = 0; operation < operationCount; operation++) {
      Call call = calls.next(Draw.of(seed, operation));
      boolean alike = compare(call, history, operation);
      if (call.isWrite() && (!alike || BehaviourDifferences.removesOnly(call))) {
        tables.forEach(this::deleteDifferentItems);
      }
    }
    for (TableSchema table : tables) {
      compare(new Call("Scan", nameOf(table)), history, operationCount);
      askBoth(new Call("DeleteTable", nameOf(table)));
    }
  }

  private static List<TableSchema> tables(int history, Draw draw) {
    var tables = new ArrayList<TableSchema>();
    for (int i = 0; i < 3; i++) {
      tables.add(TableSchema.random("differential-" + history + "-" + i, i > 0, draw));
    }
    return tables;
  }

  private void askBoth(Call call) {
    for (Server server : List.of(headwater, dynamoDbLocal)) {
      Outcome outcome = server.askOnce(call);
      if (!outcome.isSuccess()) {
        throw new IllegalStateException(call + " was answered by " + outcome);
      }
    }
  }

  /** Sends a call to both; false if the answers differ. */
  private boolean compare(Call call, int history, int operation) {
    Outcome ours = headwater.ask(call);
    Outcome theirs = dynamoDbLocal.ask(call);
    report.countOperation(call.operation(), ours.isSuccess());
    if (ours.equals(theirs)) {
      return true;
    }
    KnownDifference known = KnownDifferences.explaining(call, ours, theirs);
    if (known == null) {
      report.addUnexplained(
          """
          %s
            Headwater:      %s
            DynamoDB Local: %s
            Again: load-tests/run differential --seed %d --history %d --operations %d\
          """
              .formatted(call, ours, theirs, options.seed(), history, operation + 1));
    } else {
      report.countKnownDifference(known);
    }
    return false;
  }

  private void deleteDifferentItems(TableSchema table) {
    Map<Object, Object> ours = itemsByKey(headwater, table);
    Map<Object, Object> theirs = itemsByKey(dynamoDbLocal, table);
    var keys = new java.util.HashSet<Object>(ours.keySet());
    keys.addAll(theirs.keySet());
    for (Object key : keys) {
      if (!Objects.equals(ours.get(key), theirs.get(key))) {
        var request = nameOf(table);
        request.put("Key", key);
        askBoth(new Call("DeleteItem", request));
      }
    }
  }

  private static Map<Object, Object> itemsByKey(Server server, TableSchema table) {
    var itemsByKey = new HashMap<Object, Object>();
    Outcome scan = server.ask(new Call("Scan", nameOf(table)));
    if (scan.body() instanceof Map<?, ?> body && body.get("Items") instanceof List<?> items) {
      for (Object item : items) {
        var key = new LinkedHashMap<Object, @Nullable Object>((Map<?, ?>) item);
        key.keySet()
            .retainAll(Set.copyOf(table.keyAttributes().stream().map(a -> a.name()).toList()));
        itemsByKey.put(key, item);
      }
    }
    return itemsByKey;
  }

  private static Map<String, @Nullable Object> nameOf(TableSchema table) {
    var request = new LinkedHashMap<String, @Nullable Object>();
    request.put("TableName", table.name());
    return request;
  }

  @Override
  public void close() throws IOException {
    headwater.close();
    dynamoDbLocal.close();
  }
}
