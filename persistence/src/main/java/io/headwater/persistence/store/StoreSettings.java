package io.headwater.persistence.store;

import com.typesafe.config.Config;
import java.nio.file.Path;

/**
 * What the embedded engine is opened with; {@code reference.conf} says what each setting does.
 *
 * @param directory holds segments, index, lock and the unpacked native library
 * @param minFreeBytes that its disk must have free for writes to be accepted
 */
public record StoreSettings(
    Path directory,
    long minFreeBytes,
    int segmentBytes,
    long writeBufferBytes,
    long blockCacheBytes,
    int blockBytes,
    int maxOpenFiles,
    Compression compression) {

  /** Below this the store would spend its time making files. */
  private static final long MIN_SEGMENT_BYTES = 64 * 1024;

  /** A segment is mapped into memory as a whole. */
  private static final long MAX_SEGMENT_BYTES = 1024L * 1024 * 1024;

  /** Below this LevelDB would spend its time switching logs. */
  private static final long MIN_WRITE_BUFFER_BYTES = 64 * 1024;

  /** LevelDB clamps to this itself, silently. */
  private static final long MAX_WRITE_BUFFER_BYTES = 1024L * 1024 * 1024;

  /** How the engine stores its blocks. */
  public enum Compression {
    NONE,
    SNAPPY
  }

  public StoreSettings {
    requireRange("min-free-space", minFreeBytes, 0, Long.MAX_VALUE);
    requireRange("segment-size", segmentBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
    requireRange("write-buffer", writeBufferBytes, MIN_WRITE_BUFFER_BYTES, MAX_WRITE_BUFFER_BYTES);
    requireRange("block-cache", blockCacheBytes, 0, Long.MAX_VALUE);
    requireRange("block-size", blockBytes, 1024, 4 * 1024 * 1024);
    requireRange("max-open-files", maxOpenFiles, 74, 50_000);
  }

  /** Reads the section {@code headwater.store}. */
  public static StoreSettings from(Config store) {
    return new StoreSettings(
        Path.of(store.getString("directory")),
        store.getBytes("min-free-space"),
        Math.toIntExact(Math.min(Integer.MAX_VALUE, store.getBytes("segment-size"))),
        store.getBytes("write-buffer"),
        store.getBytes("block-cache"),
        Math.toIntExact(store.getBytes("block-size")),
        store.getInt("max-open-files"),
        ConfigEnum.get(Compression.class, store, "compression"));
  }

  private static void requireRange(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new StoreOpenException(
          "headwater.store.%s must be from %d to %d, not %d".formatted(key, min, max, value));
    }
  }
}
