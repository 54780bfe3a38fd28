package io.headwater.loadtests.workload;

import java.time.Duration;

/**
 * What was seen at one size of a table.
 *
 * @param items the table's size
 * @param filledItems put since the size before
 * @param fillTime which that took
 * @param fillWrittenBytes what the server wrote to disks meanwhile
 * @param residentBytes the server's memory at the end
 * @param storedBytes what the server's files take on the disk at the end
 */
record GrowthStage(
    int items,
    int filledItems,
    Duration fillTime,
    long fillWrittenBytes,
    LoadResult reads,
    LoadResult writes,
    long residentBytes,
    long storedBytes) {
  double filledItemsPerSecond() {
    return filledItems / Math.max(1e-9, fillTime.toNanos() / 1e9);
  }

  double fillWrittenBytesPerByte(int itemBytes) {
    return (double) fillWrittenBytes / Math.max(1, (long) filledItems * itemBytes);
  }

  double writtenBytesPerBytePut(int itemBytes) {
    return writes.writtenBytesPerRequest() / itemBytes;
  }
}
