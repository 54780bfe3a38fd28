package io.headwater.loadtests.workload;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one operation's measurement saw of a server.
 *
 * @param latenciesMicros of the answered requests, as the client waited for them
 * @param serverCpu CPU time of the server's process meanwhile
 * @param writtenBytes what the server's process wrote to disks meanwhile; 0 if the system tells not
 * @param throttled answers that told a client to send its request again; the latencies include it
 * @param halfLoadMicros latencies at half of this throughput, reckoned from the moment at which a
 *     request was due; null if that was not measured
 */
record LoadResult(
    Histogram latenciesMicros,
    Duration elapsed,
    Duration serverCpu,
    long writtenBytes,
    long throttled,
    @Nullable Histogram halfLoadMicros) {
  double requestsPerSecond() {
    return latenciesMicros.getTotalCount() / (elapsed.toNanos() / 1e9);
  }

  double percentileMillis(double percentile) {
    return latenciesMicros.getValueAtPercentile(percentile) / 1e3;
  }

  double writtenBytesPerRequest() {
    return (double) writtenBytes / Math.max(1, latenciesMicros.getTotalCount());
  }

  double cpuMicrosPerRequest() {
    return serverCpu.toNanos() / 1e3 / Math.max(1, latenciesMicros.getTotalCount());
  }
}
