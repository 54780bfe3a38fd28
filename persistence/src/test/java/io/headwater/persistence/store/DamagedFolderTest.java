package io.headwater.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFolderTest {
  private static final long MAX_BYTES = 1_000;

  @TempDir Path data;

  @Test
  void move_again_numbersTheCopies() throws IOException {
    assertThat(folder().move(index(10))).isEqualTo(path("leveldb-1"));
    assertThat(folder().move(index(20))).isEqualTo(path("leveldb-2"));

    assertThat(path("leveldb-2").resolve("table")).hasSize(20);
    assertThat(data.resolve("leveldb")).doesNotExist();
  }

  @Test
  void move_emptyOrMissingFolder_keepsNothing() throws IOException {
    assertThat(folder().move(data.resolve("leveldb"))).isNull();
    Files.createDirectory(data.resolve("leveldb"));
    assertThat(folder().move(data.resolve("leveldb"))).isNull();

    assertThat(data.resolve("damaged")).doesNotExist();
  }

  @Test
  void move_tooLarge_isDeletedAndSmallerOnesStay() throws IOException {
    folder().move(index(10));

    assertThat(folder().move(index(MAX_BYTES + 1))).isNull();

    assertThat(names()).containsExactly("leveldb-1");
    assertThat(data.resolve("leveldb")).doesNotExist();
  }

  @Test
  void move_tooManyBytes_deletesTheOldest() throws IOException {
    for (int i = 0; i < 3; i++) {
      folder().move(index(MAX_BYTES / 2));
    }

    assertThat(names()).containsExactly("leveldb-2", "leveldb-3");
  }

  @Test
  void newCopy_tooManyCopies_deletesTheOldest() throws IOException {
    for (int i = 0; i < DamagedFolder.MAX_COPIES + 2; i++) {
      Files.createFile(folder().newCopy("0000000001.seg.end"));
    }

    assertThat(names())
        .hasSize(DamagedFolder.MAX_COPIES)
        .doesNotContain("0000000001.seg.end-1", "0000000001.seg.end-2")
        .contains("0000000001.seg.end-7");
  }

  @Test
  void newCopy_copiesOfAnOlderVersion_countAsTheOldest() throws IOException {
    Files.createDirectories(path("leveldb"));
    Files.createFile(path("0000000003.seg.end"));
    for (int i = 0; i < DamagedFolder.MAX_COPIES; i++) {
      Files.createFile(folder().newCopy("0000000001.seg.end"));
    }

    assertThat(names()).hasSize(DamagedFolder.MAX_COPIES).allMatch(name -> name.contains("-"));
  }

  @Test
  void clean_unfinishedCopies_areDeletedAndOtherFilesLeft() throws IOException {
    Files.createDirectories(path("leveldb-1.partial"));
    Files.createFile(path("leveldb-1.partial").resolve("table"));
    Files.createFile(path("0000000001.seg.end-2.partial"));
    Files.createFile(path("notes.partial"));
    Files.createDirectories(path("leveldb-old"));

    folder().clean();

    assertThat(names()).containsExactly("leveldb-old", "notes.partial");
  }

  private DamagedFolder folder() {
    return new DamagedFolder(data, MAX_BYTES);
  }

  private Path path(String name) {
    return data.resolve("damaged").resolve(name);
  }

  private Path index(long bytes) throws IOException {
    Path index = Files.createDirectory(data.resolve("leveldb"));
    Files.write(index.resolve("table"), new byte[(int) bytes]);
    return index;
  }

  private List<String> names() throws IOException {
    try (var paths = Files.list(data.resolve("damaged"))) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
