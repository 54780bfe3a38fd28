package io.headwater.persistence.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.persistence.store.Store.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What tests do with a store's files, and the rows that fill them. */
final class StoreFiles {
  static final int ROWS_FILLED = 5;
  static final int FILLING_BYTES = 1_500;
  private static final byte[] VALUE = "value".getBytes(UTF_8);

  private StoreFiles() {}

  static Path segment(Path directory, int number) {
    return directory.resolve("segments").resolve("%010d.seg".formatted(number));
  }

  static void overwrite(Path file, long offset, int value) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(offset);
      access.write(value);
    }
  }

  /** How long a file is without the zeros at its end. */
  static long contentBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] == 0) {
      length--;
    }
    return length;
  }

  static void deleteAll(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Overwrites the same few rows, with an entry for each round. */
  static void fill(Store store, int firstNr, int lastNr) {
    for (int nr = firstNr; nr <= lastNr; nr++) {
      Stages.await(store.write(List.of(fillingWrite(nr)), Durability.SYNCED));
    }
  }

  static LogWrite fillingWrite(int nr) {
    List<RowChange> changes = new ArrayList<>();
    for (int row = 0; row < ROWS_FILLED; row++) {
      byte[] value = new byte[FILLING_BYTES];
      Arrays.fill(value, (byte) (nr + row));
      changes.add(RowChange.put(new byte[] {0x11, (byte) row}, value));
    }
    return new LogWrite("filling", List.of(new LogEntry(nr, VALUE)), changes);
  }

  static void assertFilled(Store store, int lastNr) {
    assertThat(Stages.await(store.highestNr("filling"))).isEqualTo(lastNr);
    for (int row = 0; row < ROWS_FILLED; row++) {
      byte[] value = Stages.await(store.get(new byte[] {0x11, (byte) row}));
      assertThat(value).hasSize(FILLING_BYTES).containsOnly((byte) (lastNr + row));
    }
    List<Long> numbers = new ArrayList<>();
    Stages.await(store.readLog("filling", 1, (nr, _) -> numbers.add(nr)));
    assertThat(numbers).hasSize(lastNr);
  }
}
