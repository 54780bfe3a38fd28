package io.headwater.persistence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.LogEntry;
import io.headwater.persistence.store.LogWrite;
import io.headwater.persistence.store.RowChange;
import io.headwater.persistence.store.SegmentStore;
import io.headwater.persistence.store.Store;
import io.headwater.persistence.store.StoreCorruptionException;
import io.headwater.persistence.store.StoreOpenException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * Damages copies of a store's directory, as a crash leaves it, and says what the next start and a
 * read of everything make of it. What must never come out is a wrong or missing entry or row that
 * nothing is said about.
 */
public final class DamageTrials {
  private static final int LOGS = 4;
  private static final int ROWS = 300;

  /** How many of the last writes lie behind the last checkpoint: more than a segment, not two. */
  private static final int UNCHECKED = 500;

  /** Small, so that there are many segments, tables on several levels and a long manifest. */
  private static final Map<String, String> BUSY =
      Map.of("write-buffer", "64 KiB", "segment-size", "256 KiB", "min-free-space", "0");

  /** What became of damage. */
  public enum Ending {
    /** The store was not opened, and a file was named. */
    REFUSED,
    /** Everything was there. */
    COMPLETE,
    /** What was damaged was not answered; everything else was there. */
    READ_REFUSED,
    /** The last writes were missing, and what was cut off was copied aside. */
    LAST_WRITES_DROPPED
  }

  /** Looks at a damaged copy before it is opened. */
  @FunctionalInterface
  public interface Look {
    void at(Path directory) throws IOException;
  }

  /**
   * One trial.
   *
   * @param damage what was done
   * @param groupsDropped how many of the last writes were missing
   */
  public record Trial(String damage, Ending ending, int groupsDropped) {}

  private final Path original;
  private final Path copies;
  private final List<LogWrite> history;
  private Look look = _ -> {};
  private int trials;

  private DamageTrials(Path original, Path copies, List<LogWrite> history) {
    this.original = original;
    this.copies = copies;
    this.history = history;
  }

  /**
   * Writes a store and leaves its directory as a crash does.
   *
   * @param folder an empty folder for the directory and its copies
   * @param groups how many writes, each synced by itself
   */
  public static DamageTrials prepare(Path folder, int groups, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    Path running = folder.resolve("running");
    Path original = folder.resolve("crashed");
    List<LogWrite> history = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      history.add(write(i, random));
    }
    int checked = Math.max(0, groups - UNCHECKED);
    writeAndCrash(running, history.subList(0, checked));
    // Its start takes a checkpoint, and what it writes is too little for another one.
    writeAndCrash(running, history.subList(checked, groups));
    copy(running, original);
    return new DamageTrials(original, folder.resolve("copies"), history);
  }

  private static void writeAndCrash(Path directory, List<LogWrite> writes) throws IOException {
    var store = SegmentStore.open(TestSettings.with(directory, BUSY));
    try {
      for (LogWrite write : writes) {
        await(store, List.of(write));
      }
    } finally {
      store.abandon();
    }
  }

  private static LogWrite write(int group, SplittableRandom random) {
    byte[] value = new byte[random.nextInt(20, 400)];
    random.nextBytes(value);
    List<RowChange> rows = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      byte[] key = rowKey(random.nextInt(ROWS));
      rows.add(random.nextInt(10) == 0 ? RowChange.remove(key) : RowChange.put(key, value));
    }
    long nr = group / LOGS + 1L;
    return new LogWrite(logId(group % LOGS), List.of(new LogEntry(nr, value)), rows);
  }

  private static String logId(int log) {
    return "log-" + log;
  }

  private static byte[] rowKey(int row) {
    return ("\u0010row-" + row).getBytes(UTF_8);
  }

  /** Has every damaged copy looked at before it is opened. */
  public void lookFirst(Look first) {
    look = first;
  }

  /** Flips one bit at a random place of a random file. */
  public Trial flipSomewhere(SplittableRandom random) throws IOException {
    List<Path> files = databaseFiles(original);
    Path file = files.get(random.nextInt(files.size()));
    long length = writtenBytes(original.resolve(file));
    if (length == 0) {
      return flipSomewhere(random);
    }
    return flip(file, random.nextLong(length), random.nextInt(8));
  }

  private Trial flip(Path file, long offset, int bit) throws IOException {
    return trial(
        "bit %d of byte %d of %s".formatted(bit, offset, file),
        directory -> {
          try (var access = new RandomAccessFile(directory.resolve(file).toFile(), "rw")) {
            access.seek(offset);
            int value = access.read();
            access.seek(offset);
            access.write(value ^ (1 << bit));
          }
        });
  }

  /** Cuts the newest segment so many bytes before the end of what was written to it. */
  public Trial cutSegment(long bytesFromEnd) throws IOException {
    return cut("cut", bytesFromEnd, 0);
  }

  /** Wipes so many bytes at the end of what was written to the newest segment. */
  public Trial wipeSegment(long bytesFromEnd) throws IOException {
    return cut("wiped", bytesFromEnd, Files.size(original.resolve(newestSegment())));
  }

  private Trial cut(String how, long bytesFromEnd, long newLength) throws IOException {
    Path segment = newestSegment();
    long length = Math.max(0, writtenBytes(original.resolve(segment)) - bytesFromEnd);
    return trial(
        "%s %s behind %d bytes".formatted(segment, how, length),
        directory -> {
          try (var access = new RandomAccessFile(directory.resolve(segment).toFile(), "rw")) {
            access.setLength(length);
            access.setLength(Math.max(length, newLength));
          }
        });
  }

  /** How many bytes the newest segment holds. */
  public long segmentBytes() throws IOException {
    return writtenBytes(original.resolve(newestSegment()));
  }

  private Path newestSegment() throws IOException {
    return databaseFiles(original).stream()
        .filter(file -> file.toString().endsWith(".seg"))
        .max(Path::compareTo)
        .orElseThrow();
  }

  private interface Damage {
    void doTo(Path directory) throws IOException;
  }

  private Trial trial(String what, Damage damage) throws IOException {
    Path directory = copies.resolve(Integer.toString(trials++));
    copy(original, directory);
    damage.doTo(directory);
    look.at(directory);
    Trial trial = outcome(what, directory);
    remove(directory);
    return trial;
  }

  private Trial outcome(String what, Path directory) {
    try (var store = SegmentStore.open(TestSettings.with(directory, BUSY))) {
      return readAll(what, store, directory);
    } catch (StoreOpenException e) {
      if (e.getMessage() == null || !e.getMessage().contains(directory.toString())) {
        throw new AssertionError(what + ": a refusal that names no file", e);
      }
      return new Trial(what, Ending.REFUSED, 0);
    }
  }

  private Trial readAll(String what, Store store, Path directory) {
    boolean refused = false;
    int groups = 0;
    for (int log = 0; log < LOGS; log++) {
      try {
        groups += checkLog(what, store, log);
      } catch (StoreCorruptionException e) {
        refused = true;
      }
    }
    if (refused) {
      return new Trial(what, Ending.READ_REFUSED, 0);
    }
    requirePrefix(what, store, groups);
    int dropped = history.size() - groups;
    try {
      checkRows(what, store, groups);
    } catch (StoreCorruptionException e) {
      return new Trial(what, Ending.READ_REFUSED, dropped);
    }
    if (dropped > 0 && !Files.exists(directory.resolve("damaged"))) {
      throw new AssertionError(what + ": " + dropped + " writes are missing without a word");
    }
    return new Trial(what, dropped == 0 ? Ending.COMPLETE : Ending.LAST_WRITES_DROPPED, dropped);
  }

  /** Holds a log's entries against what was written; answers how many there are. */
  private int checkLog(String what, Store store, int log) {
    List<byte[]> entries = new ArrayList<>();
    join(
        () -> store.readLog(logId(log), 1, (_, bytes) -> entries.add(bytes)).toCompletableFuture());
    for (int i = 0; i < entries.size(); i++) {
      byte[] written = history.get(i * LOGS + log).entries().getFirst().bytes();
      if (!Arrays.equals(entries.get(i), written)) {
        throw new AssertionError(what + ": a wrong entry in " + logId(log));
      }
    }
    return entries.size();
  }

  /** The writes took turns, so the logs' lengths say whether the first {@code groups} are there. */
  private static void requirePrefix(String what, Store store, int groups) {
    for (int log = 0; log < LOGS; log++) {
      String logId = logId(log);
      int expected = (groups - log + LOGS - 1) / LOGS;
      long highest = join(() -> store.highestNr(logId).toCompletableFuture());
      if (highest != expected) {
        throw new AssertionError(what + ": no prefix of the writes");
      }
    }
  }

  private void checkRows(String what, Store store, int groups) {
    var expected = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
    for (LogWrite write : history.subList(0, groups)) {
      for (RowChange change : write.rowChanges()) {
        byte[] value = change.value();
        if (value == null) {
          expected.remove(change.key());
        } else {
          expected.put(change.key(), value);
        }
      }
    }
    var found = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
    var all = new KeyRange(new byte[] {Store.FIRST_ROW_PREFIX}, null);
    join(() ->
        store
            .scan(
                all,
                Store.Direction.FORWARD,
                (key, value) -> {
                  found.put(key, value);
                  return true;
                })
            .toCompletableFuture());
    boolean same =
        found.size() == expected.size()
            && expected.entrySet().stream()
                .allMatch(row -> Arrays.equals(row.getValue(), found.get(row.getKey())));
    if (!same) {
      throw new AssertionError(what + ": wrong or missing rows");
    }
  }

  private interface Call<T> {
    java.util.concurrent.CompletableFuture<T> make();
  }

  private static <T> T join(Call<T> call) {
    try {
      return call.make().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private static void await(Store store, List<LogWrite> group) {
    store.write(group, Store.Durability.SYNCED).toCompletableFuture().join();
  }

  /** Logs are allocated ahead in zeros, which were never written. */
  private static long writtenBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  /** Of what a start looks at; LevelDB's own log is not. */
  private static List<Path> databaseFiles(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("segments", "leveldb", ".")) {
      try (Stream<Path> all = Files.list(directory.resolve(folder))) {
        all.filter(Files::isRegularFile)
            .map(file -> directory.relativize(file.normalize()))
            .filter(file -> !file.toString().matches("headwater.lock|leveldb/LO.*"))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  /** Without lock and library, which are made again. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.resolve("segments"));
    Files.createDirectories(to.resolve("leveldb"));
    for (Path file : databaseFiles(from)) {
      Files.copy(from.resolve(file), to.resolve(file));
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
