package io.headwater.loadtests.workload;

import io.headwater.loadtests.rival.HeadwaterJar;
import io.headwater.loadtests.rival.ProcessFigures;
import io.headwater.loadtests.rival.TemporaryFolder;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/** Reads and writes of one Headwater as its table grows. */
public final class GrowthTest {
  private final GrowthOptions options;
  private final Path reportFolder;
  private final PrintStream out;
  private final List<GrowthStage> stages = new ArrayList<>();

  /**
   * A test that is not run yet.
   *
   * @param reportFolder gets {@code growth.csv} and {@code growth.png}
   */
  public GrowthTest(GrowthOptions options, Path reportFolder, PrintStream out) {
    this.options = options;
    this.reportFolder = reportFolder;
    this.out = out;
  }

  /** Fills and measures at one size after the other, and prints and draws what it saw. */
  public void run() throws IOException {
    Files.createDirectories(reportFolder);
    try (var folder = TemporaryFolder.create("growth");
        var server = new HeadwaterJar(folder.path(), List.of(), options.jvmFlags(), Map.of())) {
      server.start();
      LoadTest.createTable(server);
      printHead();
      int filled = 0;
      for (int size : options.sizes()) {
        var stage = runStage(server, filled, size, HeadwaterJar.dataDirectory(folder.path()));
        stages.add(stage);
        print(stage);
        writeTable(); // After each, since the next may take an hour.
        filled = size;
      }
      server.stop();
    }
    draw();
  }

  private GrowthStage runStage(HeadwaterJar server, int fromKey, int size, Path data) {
    var test = new LoadTest(options.atSize(size));
    long writtenBefore = ProcessFigures.writtenBytes(server.processId());
    long startNanos = System.nanoTime();
    test.fillFrom(server, fromKey, options.fillConnections());
    var fillTime = Duration.ofNanos(System.nanoTime() - startNanos);
    LockSupport.parkNanos(options.settle().toNanos());
    long written = ProcessFigures.writtenBytes(server.processId()) - writtenBefore;
    PageCache.bringIn(data);
    Map<LoadOperation, LoadResult> results = test.measure(server);
    return new GrowthStage(
        size,
        size - fromKey,
        fillTime,
        written,
        resultOf(results, LoadOperation.GET_ITEM),
        resultOf(results, LoadOperation.PUT_ITEM),
        ProcessFigures.residentBytes(server.processId()),
        storedBytes(data));
  }

  private static LoadResult resultOf(
      Map<LoadOperation, LoadResult> results, LoadOperation operation) {
    var result = results.get(operation);
    if (result == null) {
      throw new IllegalStateException(operation + " was not measured");
    }
    return result;
  }

  private static long storedBytes(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.mapToLong(GrowthTest::sizeOf).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sizeOf(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.isRegularFile() ? attributes.size() : 0;
    } catch (NoSuchFileException _) {
      return 0; // The server removed it meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void printHead() {
    out.printf(
        Locale.ROOT,
        "%d connections, items of %,d bytes, %d s measured after %d s, heap %s%n%n",
        options.connections(),
        options.itemBytes(),
        options.measured().toSeconds(),
        options.warmUp().toSeconds(),
        options.heap().isEmpty() ? "by default" : options.heap());
    out.printf(
        "%-12s %-9s %10s %6s %8s %8s %8s %8s %14s %17s%n",
        "items",
        "operation",
        "items/s",
        "ratio",
        "p50 ms",
        "p99 ms",
        "p99.9 ms",
        "max ms",
        "CPU us/request",
        "written/byte put");
  }

  private void print(GrowthStage stage) {
    var first = stages.getFirst();
    out.printf(
        Locale.ROOT,
        "%-,12d %-9s %,10.0f %6s %8s %8s %8s %8s %14s %17.2f%n",
        stage.items(),
        "fill",
        stage.filledItemsPerSecond(),
        "",
        "",
        "",
        "",
        "",
        "",
        stage.fillWrittenBytesPerByte(options.itemBytes()));
    print(stage, "GetItem", stage.reads(), first.reads());
    print(stage, "PutItem", stage.writes(), first.writes());
    out.printf(
        Locale.ROOT,
        "%-,12d memory %,d MiB, files %,d MiB%n",
        stage.items(),
        stage.residentBytes() >> 20,
        stage.storedBytes() >> 20);
  }

  private void print(GrowthStage stage, String operation, LoadResult result, LoadResult first) {
    out.printf(
        Locale.ROOT,
        "%-,12d %-9s %,10.0f %6.2f %8.2f %8.2f %8.2f %8.2f %14.0f %17.2f%n",
        stage.items(),
        operation,
        result.requestsPerSecond(),
        result.requestsPerSecond() / first.requestsPerSecond(),
        result.percentileMillis(50),
        result.percentileMillis(99),
        result.percentileMillis(99.9),
        result.percentileMillis(100),
        result.cpuMicrosPerRequest(),
        result.writtenBytesPerRequest() / options.itemBytes());
  }

  private void writeTable() throws IOException {
    var lines = new ArrayList<String>();
    lines.add(
        "items,fill items/s,fill written per byte,GetItem/s,GetItem p50 ms,GetItem p99 ms,"
            + "GetItem CPU us,PutItem/s,PutItem p50 ms,PutItem p99 ms,PutItem CPU us,"
            + "PutItem written per byte,memory bytes,file bytes");
    for (var stage : stages) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d,%.0f,%.3f,%.0f,%.3f,%.3f,%.1f,%.0f,%.3f,%.3f,%.1f,%.3f,%d,%d",
              stage.items(),
              stage.filledItemsPerSecond(),
              stage.fillWrittenBytesPerByte(options.itemBytes()),
              stage.reads().requestsPerSecond(),
              stage.reads().percentileMillis(50),
              stage.reads().percentileMillis(99),
              stage.reads().cpuMicrosPerRequest(),
              stage.writes().requestsPerSecond(),
              stage.writes().percentileMillis(50),
              stage.writes().percentileMillis(99),
              stage.writes().cpuMicrosPerRequest(),
              stage.writtenBytesPerBytePut(options.itemBytes()),
              stage.residentBytes(),
              stage.storedBytes()));
    }
    Files.write(reportFolder.resolve("growth.csv"), lines);
  }

  private void draw() throws IOException {
    Path file = reportFolder.resolve("growth.png");
    new Plot(
            "items in the table",
            List.of(
                new Plot.Panel(
                    "requests/s",
                    List.of(
                        curve("GetItem", stage -> stage.reads().requestsPerSecond()),
                        curve("PutItem", stage -> stage.writes().requestsPerSecond()))),
                new Plot.Panel(
                    "p99, ms",
                    List.of(
                        curve("GetItem", stage -> stage.reads().percentileMillis(99)),
                        curve("PutItem", stage -> stage.writes().percentileMillis(99)))),
                new Plot.Panel(
                    "bytes written to disk per byte put",
                    List.of(
                        curve("fill", stage -> stage.fillWrittenBytesPerByte(options.itemBytes())),
                        curve(
                            "PutItem",
                            stage -> stage.writtenBytesPerBytePut(options.itemBytes())))),
                new Plot.Panel(
                    "CPU us/request",
                    List.of(
                        curve("GetItem", stage -> stage.reads().cpuMicrosPerRequest()),
                        curve("PutItem", stage -> stage.writes().cpuMicrosPerRequest())))))
        .drawTo(file);
    out.println("\n" + file.toAbsolutePath());
  }

  private Plot.Curve curve(String name, ToDoubleFunction<GrowthStage> value) {
    return new Plot.Curve(
        name,
        stages.stream()
            .map(stage -> new Plot.Point(stage.items(), value.applyAsDouble(stage)))
            .toList());
  }
}
