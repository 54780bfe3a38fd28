package io.headwater.loadtests.workload;

import io.headwater.loadtests.client.DynamoDbConnection;
import io.headwater.loadtests.client.Json;
import io.headwater.loadtests.rival.Rival;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * How long a global secondary index takes to show an item, while its table is under load: one
 * client puts items with index keys of their own, one after the other, and queries the index for
 * each until it is there. The time runs from the answer to the put to the answer that shows it.
 */
final class IndexLagProbe implements LoadTest.Observer {
  private static final int PROBE_BYTES = 1_024;

  private final Histogram lagMicros = new Histogram(3);
  private @Nullable Thread prober;
  private volatile boolean isStopped;
  private volatile @Nullable Exception failure;
  private int probes;

  @Override
  public void measurementBegins(Rival rival, LoadOperation operation) {
    if (operation == LoadOperation.INDEXED_PUT) {
      isStopped = false;
      prober = Thread.ofPlatform().start(() -> probeUntilStopped(rival));
    }
  }

  @Override
  public void measurementEnds(Rival rival, LoadOperation operation) {
    if (prober == null) {
      return;
    }
    isStopped = true;
    try {
      prober.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an index was probed", e);
    }
    prober = null;
    if (failure != null) {
      throw new IllegalStateException("An index could not be probed", failure);
    }
  }

  /** Of all measurements so far; empty if none was of a table with an index. */
  Histogram lagMicros() {
    return lagMicros;
  }

  private void probeUntilStopped(Rival rival) {
    var items = new LoadItems(PROBE_BYTES, new SplittableRandom(1));
    try (var connection = DynamoDbConnection.open(rival.endpoint())) {
      while (!isStopped) {
        probe(connection, items, "probe-" + probes++);
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
    }
  }

  private void probe(DynamoDbConnection connection, LoadItems items, String name)
      throws IOException {
    var put = connection.call("PutItem", items.putProbe(name));
    if (put.status() == 400 && put.text().contains(LoadTest.THROTTLED)) {
      LockSupport.parkNanos(LoadTest.THROTTLED_PAUSE.toNanos());
      return; // As the others are; the next probe tries again.
    }
    put.orThrow("PutItem");
    long putNanos = System.nanoTime();
    String query = LoadItems.queryProbe(name);
    while (!isStopped) {
      Json page = connection.call("Query", query).orThrow("Query").json();
      if (!page.at("Items").elements().isEmpty()) {
        lagMicros.recordValue((System.nanoTime() - putNanos) / 1_000);
        return;
      }
    }
  }
}
