package io.headwater.persistence.segment;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files of the segments in a directory: {@code 0000000001.seg} and so on, without a gap. */
final class SegmentFiles {
  private static final Pattern NAME = Pattern.compile("(\\d{10})\\.seg");

  private SegmentFiles() {}

  /** Opens a segment's file; the seam at which tests let a disk fail. */
  interface Opener {
    FileChannel open(Path file, OpenOption... options) throws IOException;
  }

  static Path file(Path directory, int number) {
    return directory.resolve("%010d.seg".formatted(number));
  }

  /** Opens all, the oldest first, to append to the last or only to inspect them. */
  static List<Segment> open(Path directory, boolean inspected, Opener opener) throws IOException {
    List<Path> files = in(directory);
    if (!inspected && !files.isEmpty() && Segment.isUnmade(files.getLast())) {
      Files.delete(files.getLast()); // Its making was cut short.
      files = files.subList(0, files.size() - 1);
    }
    List<Segment> segments = new ArrayList<>();
    boolean opened = false;
    try {
      for (Path file : files) {
        Segment.Use use = file.equals(files.getLast()) ? Segment.Use.APPEND : Segment.Use.READ;
        Segment segment =
            Segment.open(file, numberOf(file), inspected ? Segment.Use.INSPECT : use, opener);
        segments.add(segment);
        checkFollows(segments, segment);
      }
      opened = true;
      return segments;
    } finally {
      if (!opened) {
        for (Segment segment : segments) {
          segment.close();
        }
      }
    }
  }

  private static List<Path> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  private static int numberOf(Path file) {
    return Integer.parseInt(NAME.matcher(file.getFileName().toString()).replaceAll("$1"));
  }

  private static void checkFollows(List<Segment> segments, Segment segment)
      throws SegmentDamageException {
    if (segments.size() > 1) {
      int before = segments.get(segments.size() - 2).number();
      if (segment.number() != before + 1) {
        throw segment.damage("follows segment %d: those between are missing".formatted(before));
      }
    }
  }
}
