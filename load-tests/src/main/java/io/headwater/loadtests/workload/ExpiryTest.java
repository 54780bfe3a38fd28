package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.Rival;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast one Headwater removes items whose time to live is over. A table with a time to live is
 * filled with items that have expired, on a server that looks for such things once a day, and the
 * server that is started on it then has them all to remove.
 */
public final class ExpiryTest {
  private static final int FILL_CONNECTIONS = 8;
  private static final long SEED = 20_120_810;
  private static final Duration LOOK_PAUSE = Duration.ofMillis(50);
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(1);

  /** A server that removes nothing for so long has failed. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final int items;
  private final int itemBytes;
  private final boolean streamed;
  private final PrintStream out;

  /**
   * A test that is not run yet.
   *
   * @param itemBytes an item's size by DynamoDB's rules, about
   * @param streamed whether the table has a stream, so that every removal is a record with the item
   */
  public ExpiryTest(int items, int itemBytes, boolean streamed, PrintStream out) {
    this.items = items;
    this.itemBytes = itemBytes;
    this.streamed = streamed;
    this.out = out;
  }

  public void run() throws IOException {
    try (var folder = TemporaryFolder.create("expire")) {
      prepare(folder.path());
      fill(folder.path());
      try (var server = new HeadwaterJar(folder.path(), List.of())) {
        server.start();
        measure(server);
        server.stop();
      }
    }
  }

  /**
   * Creates the table and enables its time to live. An expired item that was there before shows
   * when the table has been indexed by time: only then it is removed.
   */
  private void prepare(Path folder) throws IOException {
    try (var server = new HeadwaterJar(folder, List.of())) {
      server.start();
      try (var connection = DynamoDbConnection.open(server.endpoint())) {
        connection
            .call("CreateTable", LoadItems.createExpiringTable(streamed))
            .orThrow("CreateTable");
        var expired = new LoadItems(itemBytes, new SplittableRandom(SEED));
        connection
            .call("BatchWriteItem", expired.batchWriteExpiring(0, 1, expiredAtEpochSeconds()))
            .orThrow("BatchWriteItem");
        connection
            .call("UpdateTimeToLive", LoadItems.enableTimeToLive())
            .orThrow("UpdateTimeToLive");
        awaitFewerThan(1, connection, server);
      }
      server.stop();
    }
  }

  private static long expiredAtEpochSeconds() {
    return Instant.now().getEpochSecond() - 1;
  }

  private void fill(Path folder) throws IOException {
    Path settings = folder.resolve("rarely.conf");
    Files.writeString(settings, "headwater.time-to-live.look-interval = 1 d\n");
    try (var server = new HeadwaterJar(folder, List.of("--config", settings.toString()))) {
      server.start();
      out.printf(Locale.ROOT, "putting %,d items of %,d bytes ...%n", items, itemBytes);
      fill(server);
      server.stop();
    }
  }

  private void fill(Rival server) {
    var seeds = new SplittableRandom(SEED);
    long expiredAtEpochSeconds = expiredAtEpochSeconds();
    var texts = new ArrayList<LoadItems>();
    for (int i = 0; i < FILL_CONNECTIONS; i++) {
      texts.add(new LoadItems(itemBytes, seeds.split()));
    }
    LoadTest.fill(
        server,
        texts,
        0,
        items,
        (text, from, to) -> text.batchWriteExpiring(from, to, expiredAtEpochSeconds));
  }

  private void measure(Rival server) throws IOException {
    out.printf(
        Locale.ROOT,
        "%n%10s %12s %15s %17s%n",
        "seconds",
        "items left",
        "expirations/s",
        "CPU us/expiration");
    try (var connection = DynamoDbConnection.open(server.endpoint())) {
      var begin = awaitFewerThan(items, connection, server);
      var last = begin;
      while (last.left() > 0) {
        long lineNanos = last.nanos() + LINE_INTERVAL.toNanos();
        var next = awaitFewerThan(last.left(), connection, server);
        while (next.left() > 0 && next.nanos() < lineNanos) {
          next = awaitFewerThan(next.left(), connection, server);
        }
        print("%,.1f".formatted((next.nanos() - begin.nanos()) / 1e9), last, next);
        last = next;
      }
      print("all", begin, last);
    }
  }

  /** What was seen at a moment. */
  private record Look(long nanos, int left, Duration cpuTime) {}

  private static Look awaitFewerThan(int count, DynamoDbConnection connection, Rival server)
      throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      LockSupport.parkNanos(LOOK_PAUSE.toNanos());
      var answer = connection.call("DescribeTable", LoadItems.describeTable());
      int left =
          Integer.parseInt(answer.orThrow("DescribeTable").json().textAt("Table", "ItemCount"));
      if (left < count) {
        return new Look(System.nanoTime(), left, server.cpuTime());
      }
      requireBefore(end);
    }
  }

  private static void requireBefore(long endNanos) {
    if (System.nanoTime() > endNanos) {
      throw new IllegalStateException("Nothing happened for " + PATIENCE.toSeconds() + " s");
    }
  }

  private void print(String title, Look from, Look to) {
    int expired = from.left() - to.left();
    out.printf(
        Locale.ROOT,
        "%10s %,12d %,15.0f %17.0f%n",
        title,
        to.left(),
        expired / ((to.nanos() - from.nanos()) / 1e9),
        (to.cpuTime().toNanos() - from.cpuTime().toNanos()) / 1e3 / expired);
  }
}
