package io.headwater.loadtests.differential;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One of the two servers. A Query is read on to its last page; a Scan too, in all its segments, and
 * its pages are put together, because where items lie in the order of a Scan is the server's own.
 */
final class Server implements AutoCloseable {
  /** More pages than any call of the test needs; who gives more turns in a circle. */
  private static final int MAX_PAGES = 400;

  /** What is done to an answer before it is compared. */
  @FunctionalInterface
  interface Translation {
    @Nullable Object translated(Call call, @Nullable Object answer);
  }

  private final String name;
  private final InetSocketAddress endpoint;
  private final Translation translation;
  private @Nullable DynamoDbConnection connection;

  private Server(String name, InetSocketAddress endpoint, Translation translation) {
    this.name = name;
    this.endpoint = endpoint;
    this.translation = translation;
  }

  static Server headwater(InetSocketAddress endpoint) {
    return new Server("Headwater", endpoint, (_, answer) -> answer);
  }

  static Server dynamoDbLocal(InetSocketAddress endpoint) {
    return new Server("DynamoDB Local", endpoint, Dialect::translated);
  }

  /** What the server makes of a call. */
  Outcome ask(Call call) {
    return switch (call.operation()) {
      case "Query" -> askForPages(call);
      case "Scan" -> askForSegments(call);
      case "BatchGetItem", "BatchWriteItem" -> withUnorderedItems(askOnce(call));
      default -> askOnce(call);
    };
  }

  /** One request and its answer. */
  Outcome askOnce(Call call) {
    Response response;
    try {
      if (connection == null) {
        connection = DynamoDbConnection.open(endpoint);
      }
      response = connection.call(call.operation(), JsonTree.write(call.request()));
    } catch (IOException e) {
      connection = null;
      throw new UncheckedIOException(name + " failed to answer " + call, e);
    }
    return new Outcome(response.status(), bodyOf(call, response));
  }

  private Object bodyOf(Call call, Response response) {
    try {
      Object answer = translation.translated(call, JsonTree.read(response.body()));
      return Objects.requireNonNull(Normal.form(answer));
    } catch (IOException _) {
      return response.text(); // An answer that is no JSON is compared as it is.
    }
  }

  private Outcome askForPages(Call call) {
    List<Object> pages = new ArrayList<>();
    Outcome failure = readPages(call, pages);
    if (failure == null) {
      return new Outcome(200, pages);
    }
    pages.add(failure.body());
    return pages.size() == 1 ? failure : new Outcome(failure.status(), pages);
  }

  /** Adds the pages of a Query or Scan; answers the error that ended it, if any. */
  private @Nullable Outcome readPages(Call call, List<Object> pages) {
    var request = new LinkedHashMap<String, @Nullable Object>(call.request());
    for (int page = 0; page < MAX_PAGES; page++) {
      Outcome outcome = askOnce(new Call(call.operation(), request));
      if (!outcome.isSuccess()) {
        return outcome;
      }
      pages.add(outcome.body());
      Object lastKey =
          outcome.body() instanceof Map<?, ?> body ? body.get("LastEvaluatedKey") : null;
      if (lastKey == null) {
        return null;
      }
      request.put("ExclusiveStartKey", lastKey);
    }
    return new Outcome(0, "More than " + MAX_PAGES + " pages");
  }

  private Outcome askForSegments(Call call) {
    List<Object> pages = new ArrayList<>();
    Outcome failure = readPages(call, pages);
    if (failure == null && call.request().get("TotalSegments") instanceof Integer segmentCount) {
      for (int segment = 0; segment < segmentCount && failure == null; segment++) {
        var request = new LinkedHashMap<String, @Nullable Object>(call.request());
        if (!Objects.equals(request.get("Segment"), segment)) {
          request.put("Segment", segment);
          failure = readPages(new Call("Scan", request), pages);
        }
      }
    }
    if (failure != null) {
      return failure;
    }
    boolean startsInside = call.request().get("ExclusiveStartKey") != null;
    return new Outcome(
        200, startsInside ? "items from a position of the server's own" : sum(pages));
  }

  /**
   * The items of all pages, and the counts' sums. Capacity is rounded by page, so it is left out.
   */
  private static Object sum(List<Object> pages) {
    var items = new ArrayList<Object>();
    var count = BigDecimal.ZERO;
    var scannedCount = BigDecimal.ZERO;
    for (Object page : pages) {
      if (page instanceof Map<?, ?> members) {
        if (members.get("Items") instanceof List<?> some) {
          items.addAll(some);
        }
        count = count.add(number(members.get("Count")));
        scannedCount = scannedCount.add(number(members.get("ScannedCount")));
      }
    }
    var sum = new LinkedHashMap<String, Object>();
    sum.put("Items", Normal.sorted(items));
    sum.put("Count", count);
    sum.put("ScannedCount", scannedCount);
    if (pages.size() == 1 && pages.getFirst() instanceof Map<?, ?> page) {
      page.forEach((name, member) -> sum.putIfAbsent(name.toString(), member));
    }
    return sum;
  }

  private static BigDecimal number(@Nullable Object value) {
    return value instanceof BigDecimal number ? number : BigDecimal.ZERO;
  }

  /** A batch answers the items of a table in any order, and so the tables' capacities. */
  private static Outcome withUnorderedItems(Outcome outcome) {
    if (!(outcome.body() instanceof Map<?, ?> body)) {
      return outcome;
    }
    var sorted = new LinkedHashMap<String, @Nullable Object>();
    body.forEach((name, member) -> sorted.put(name.toString(), member));
    if (sorted.get("Responses") instanceof Map<?, ?> responses) {
      var tables = new LinkedHashMap<String, Object>();
      responses.forEach(
          (table, items) -> tables.put(table.toString(), Normal.sorted((List<?>) items)));
      sorted.put("Responses", tables);
    }
    if (sorted.get("ConsumedCapacity") instanceof List<?> capacities) {
      sorted.put("ConsumedCapacity", Normal.sorted(capacities));
    }
    return new Outcome(outcome.status(), sorted);
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.close();
    }
  }
}
