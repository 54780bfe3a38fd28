package io.headwater.loadtests.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Opens a page in a browser from three sites and compares what it could do. A page of this machine
 * may read and change items; one of a foreign site, and one whose host name was rebound to this
 * machine, must not.
 */
public final class BrowserCheck {
  private static final String SECRET = "a-secret-value";
  private static final List<String> TABLES = List.of("guarded", "of-localhost", "of-foreign");

  private final PrintStream out;
  private final List<String> violations = new ArrayList<>();

  public BrowserCheck(PrintStream out) {
    this.out = out;
  }

  /** Runs the check; returns what was wrong. */
  public List<String> run() throws IOException {
    try (var folder = TemporaryFolder.create("browser");
        var server = new HeadwaterJar(folder.path(), List.of());
        var pages = PageServer.start()) {
      server.start();
      InetSocketAddress endpoint = server.endpoint();
      try (var rebound = ReboundHost.start(endpoint);
          var connection = DynamoDbConnection.open(endpoint)) {
        String stream = prepare(connection);
        var visits = new Visits(folder, pages, stream);
        String direct = "http://127.0.0.1:" + endpoint.getPort();
        checkForeign(visits, direct, connection);
        checkRebound(visits, rebound, connection);
        checkLocalhost(visits, direct, connection);
      }
    }
    return violations;
  }

  private void checkForeign(Visits visits, String server, DynamoDbConnection connection)
      throws IOException {
    String site = "http://foreign.example:" + visits.pages().port();
    Map<String, String> outcomes = visits.open("foreign", site, server, "of-foreign");
    print("A page of a foreign site", outcomes);
    outcomes.forEach((attempt, outcome) -> {
      if (!outcome.startsWith("failed") && !outcome.equals("opaque")) {
        violations.add("The foreign page could read the response of " + attempt + ": " + outcome);
      }
    });
    checkUntouched("foreign", connection);
  }

  private void checkRebound(Visits visits, ReboundHost rebound, DynamoDbConnection connection)
      throws IOException {
    String site = "http://rebound.example:" + rebound.port();
    Map<String, String> outcomes = visits.open("rebound", site, site, "of-foreign");
    print("A page whose host name was rebound", outcomes);
    outcomes.forEach((attempt, outcome) -> {
      if (!outcome.startsWith("403 ")) {
        violations.add("The rebound page had " + attempt + " answered by " + outcome);
      }
    });
    checkUntouched("rebound", connection);
  }

  private void checkLocalhost(Visits visits, String server, DynamoDbConnection connection)
      throws IOException {
    String site = "http://localhost:" + visits.pages().port();
    Map<String, String> outcomes = visits.open("localhost", site, server, "of-localhost");
    print("A page of this machine", outcomes);
    for (String attempt : List.of("health", "read", "write", "list", "removal")) {
      if (!outcomes.getOrDefault(attempt, "").startsWith("200 ")) {
        violations.add("The page of this machine failed at " + attempt);
      }
    }
    if (!outcomes.getOrDefault("read", "").contains(SECRET)
        || !get(connection, "localhost").contains("localhost")) {
      violations.add("The page of this machine did not read and write the items");
    }
  }

  private void checkUntouched(String page, DynamoDbConnection connection) throws IOException {
    if (get(connection, page).contains(page)) {
      violations.add("The " + page + " page wrote an item");
    }
    String tables = connection.call("ListTables", "{}").text();
    for (String table : TABLES) {
      if (!tables.contains(table)) {
        violations.add("The " + page + " page deleted the table " + table);
      }
    }
  }

  private static String get(DynamoDbConnection connection, String id) throws IOException {
    return connection
        .call(
            "GetItem", "{\"TableName\":\"guarded\",\"Key\":{\"id\":{\"S\":\"%s\"}}}".formatted(id))
        .orThrow("GetItem")
        .text();
  }

  /** Makes the tables and the item to read; returns the ARN of the stream. */
  private static String prepare(DynamoDbConnection connection) throws IOException {
    String stream = "";
    for (String table : TABLES) {
      stream =
          connection
              .call(
                  "CreateTable",
                  """
                  {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
                   "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"KEYS_ONLY"},
                   "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
                   "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
                  """
                      .formatted(table))
              .orThrow("CreateTable")
              .json()
              .textAt("TableDescription", "LatestStreamArn");
    }
    connection
        .call(
            "PutItem",
            "{\"TableName\":\"guarded\",\"Item\":{\"id\":{\"S\":\"guarded\"},\"v\":{\"S\":\"%s\"}}}"
                .formatted(SECRET))
        .orThrow("PutItem");
    return stream;
  }

  private void print(String title, Map<String, String> outcomes) {
    out.println(title + ":");
    outcomes.forEach((attempt, outcome) -> out.println("  " + attempt + ": " + outcome));
  }

  /** Opens the page from different sites. */
  private record Visits(TemporaryFolder folder, PageServer pages, String stream) {
    /** Returns the outcome of each attempt by its name. */
    Map<String, String> open(String page, String site, String server, String tableToRemove) {
      String url =
          site
              + ("/page?page=" + page)
              + ("&server=" + encoded(server))
              + ("&stream=" + encoded(stream))
              + ("&remove=" + tableToRemove)
              + ("&report=" + encoded("http://127.0.0.1:" + pages.port() + "/report"));
      String report = Chromium.open(url, folder.subfolder(page), pages.reports());
      return report
          .lines()
          .map(line -> line.split("=", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, UTF_8);
    }
  }
}
