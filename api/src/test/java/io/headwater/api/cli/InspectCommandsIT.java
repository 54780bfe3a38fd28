package io.headwater.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.TestServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code headwater verify} and {@code headwater dump} over directories that a server wrote. */
final class InspectCommandsIT {
  private static final int ITEMS = 12;
  private static final String TEXT = "Ever tried. Ever failed. No matter. ".repeat(10);

  @TempDir static Path folder;

  private final JsonFactory json = new JsonFactory();
  private final CliRuns cli = new CliRuns();

  @TempDir Path directory;

  /** Leaves a directory that was closed, and one as a process that is killed leaves it. */
  @BeforeAll
  static void fill() throws IOException {
    try (TestServer server = TestServer.start(closed())) {
      var client = new RawClient(server.endpoint());
      for (String table : List.of("left", "right")) {
        createTable(client, table);
        for (int nr = 0; nr < ITEMS; nr++) {
          put(client, table, nr, nr);
        }
      }
      put(client, "left", 3, 100);
      copy(closed(), folder.resolve("killed"));
    }
  }

  private static void createTable(RawClient client, String table) {
    String request =
        """
        {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
         "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
           {"AttributeName":"nr","AttributeType":"N"},{"AttributeName":"rank","AttributeType":"N"}],
         "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"nr","KeyType":"RANGE"}],
         "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"},
         "LocalSecondaryIndexes":[{"IndexName":"by-rank","Projection":{"ProjectionType":"KEYS_ONLY"},
           "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},
             {"AttributeName":"rank","KeyType":"RANGE"}]}]}
        """
            .formatted(table);
    assertThat(client.call("CreateTable", request).statusCode()).isEqualTo(200);
  }

  private static void put(RawClient client, String table, int nr, int rank) {
    String request =
        """
        {"TableName":"%s","Item":{"id":{"S":"a%d"},"nr":{"N":"%d"},"rank":{"N":"%d"},
         "text":{"S":"%s"}}}
        """
            .formatted(table, nr % 5, nr, rank, TEXT);
    assertThat(client.call("PutItem", request).statusCode()).isEqualTo(200);
  }

  private static Path closed() {
    return folder.resolve("closed");
  }

  private static void copy(Path from, Path to) throws IOException {
    for (String part : List.of("", "segments", "leveldb")) {
      Files.createDirectories(to.resolve(part));
      try (Stream<Path> files = Files.list(from.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, to.resolve(part).resolve(file.getFileName()));
        }
      }
    }
  }

  @BeforeEach
  void copyClosed() throws IOException {
    copy(closed(), directory.resolve("data"));
  }

  private String data() {
    return directory.resolve("data").toString();
  }

  /** What was printed; each line is one whole JSON object. */
  private List<String> lines() {
    List<String> lines = cli.out().lines().toList();
    assertThat(lines)
        .allSatisfy(line -> {
          try (JsonParser parser = json.createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            parser.skipChildren();
            assertThat(parser.nextToken()).isNull();
          }
        });
    return lines;
  }

  private List<String> linesWith(String text) {
    return lines().stream().filter(line -> line.contains(text)).toList();
  }

  /** Changes a byte in the middle of the first value that holds the text. */
  private void damageAValue() throws IOException {
    Path segment = directory.resolve("data/segments/0000000001.seg");
    byte[] bytes = Files.readAllBytes(segment);
    String content = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[content.indexOf("No matter")] = 'K';
    Files.write(segment, bytes);
  }

  @Test
  void verify_closedServer_findsNoDamage() {
    assertThat(cli.run("verify", "--data-dir", data())).isZero();

    assertThat(cli.out())
        .startsWith("Verified " + data() + " in ")
        .containsPattern("tables +2\n")
        .containsPattern("items +24\n")
        .containsPattern("index entries +24\n")
        .containsPattern("live share +\\d+ %\n")
        .endsWith("No damage found.\n")
        .doesNotContain("Note:", "\r");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void verify_killedServer_appliesWhatItsIndexLacks() {
    assertThat(cli.run("verify", "--data-dir", folder.resolve("killed").toString())).isZero();

    assertThat(cli.out())
        .containsPattern("items +24\n")
        .contains("Note: Not closed cleanly: ")
        .endsWith("No damage found.\n");
  }

  @Test
  void verify_serverRunning_isRefused() {
    try (TestServer server = TestServer.start(directory.resolve("data"))) {
      assertThat(server.endpoint().getPort()).isPositive();

      assertThat(cli.run("verify", "--data-dir", data())).isEqualTo(1);
      cli.assertOneLine("Data directory " + data() + " is in use");
    }
  }

  @Test
  void verify_damagedValue_namesTheSegment() throws IOException {
    damageAValue();

    assertThat(cli.run("verify", "--data-dir", data())).isEqualTo(1);

    assertThat(cli.out())
        .containsPattern("Damage found: \\d+\n")
        .contains("0000000001.seg is damaged");
  }

  @Test
  void verify_missingDirectory_isTold() {
    assertThat(cli.run("verify", "--data-dir", data() + "/none")).isEqualTo(1);
    cli.assertOneLine("There is no data directory " + data() + "/none");
  }

  @Test
  void verify_otherDirectory_isTold() {
    assertThat(cli.run("verify", "--data-dir", directory.toString())).isEqualTo(1);
    cli.assertOneLine(directory + " is not a data directory");
  }

  @Test
  void verify_unknownFlag_isTold() {
    assertThat(cli.run("verify", "--deep")).isEqualTo(1);
    cli.assertOneLine("--deep");
  }

  @Test
  void dump_everything_isLogsThenItems() {
    assertThat(cli.run("dump", "--data-dir", data())).isZero();

    assertThat(linesWith("\"item\":")).hasSize(2 * ITEMS);
    assertThat(linesWith("\"kind\":\"opened\"")).hasSize(8);
    assertThat(linesWith("\"kind\":\"event\"")).isNotEmpty();
    assertThat(lines().getLast()).contains("\"item\":");
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void dump_aCommit_hasTimeKeysAndImages() {
    assertThat(cli.run("dump", "--data-dir", data(), "--table", "left")).isZero();

    assertThat(linesWith("\"MODIFY\""))
        .singleElement()
        .asString()
        .matches(
            "\\{\"log\":\"Partition\\|[^\"]+\",\"nr\":\\d+,\"time\":\"20\\d\\d-[^\"]+Z\","
                + "\"kind\":\"items-changed\",\"changes\":\\[.*")
        .contains(
            "{\"event\":\"MODIFY\",\"keys\":{\"id\":{\"S\":\"a3\"},\"nr\":{\"N\":\"3\"}},"
                + "\"newImage\":{\"id\":{\"S\":\"a3\"},\"nr\":{\"N\":\"3\"},\"rank\":{\"N\":\"100\"}",
            "\"oldImage\":{\"id\":{\"S\":\"a3\"},\"nr\":{\"N\":\"3\"},\"rank\":{\"N\":\"3\"}");
  }

  @Test
  void dump_itemsOfATable_areDynamoDbJson() {
    assertThat(cli.run("dump", "--data-dir", data(), "--table", "right", "--items")).isZero();

    assertThat(lines())
        .hasSize(ITEMS)
        .contains(
            """
            {"table":"right","item":{"id":{"S":"a2"},"nr":{"N":"7"},"rank":{"N":"7"},\
            "text":{"S":"%s"}}}\
            """
                .formatted(TEXT));
  }

  @Test
  void dump_aLogFromANumber_beginsThere() {
    assertThat(cli.run("dump", "--data-dir", data(), "--table", "left")).isZero();
    String last = linesWith("\"changes\"").getLast();
    String logId = last.replaceAll("\\{\"log\":\"([^\"]+)\".*", "$1");
    String nr = last.replaceAll(".*?\"nr\":(\\d+).*", "$1");

    assertThat(cli.run("dump", "--data-dir", data(), "--log", logId, "--from", nr)).isZero();

    assertThat(lines()).containsExactly(last);
  }

  @Test
  void dump_damagedValue_showsTheRest() throws IOException {
    damageAValue();

    assertThat(cli.run("dump", "--data-dir", data())).isEqualTo(1);

    assertThat(cli.err()).contains("headwater: A stored ", "does not match its checksum");
    assertThat(lines()).hasSizeGreaterThan(3 * ITEMS);
  }

  @Test
  void dump_unknownTable_isTold() {
    assertThat(cli.run("dump", "--data-dir", data(), "--table", "middle")).isEqualTo(1);
    cli.assertOneLine("There is no table middle");
  }

  @Test
  void dump_unknownLog_isTold() {
    assertThat(cli.run("dump", "--data-dir", data(), "--log", "none")).isEqualTo(1);
    cli.assertOneLine("There is no log none");
  }

  @Test
  void dump_flagsThatExcludeEachOther_areTold() {
    assertThat(cli.run("dump", "--data-dir", data(), "--log", "a", "--items")).isEqualTo(1);
    cli.assertOneLine("--log excludes --items and --table");
  }

  @Test
  void dump_badNumber_isTold() {
    assertThat(cli.run("dump", "--data-dir", data(), "--from", "0")).isEqualTo(1);
    cli.assertOneLine("--from must be at least 1, not 0");
  }
}
