package io.headwater.persistence.segment;

import java.io.IOException;
import java.nio.file.Path;

/** A segment does not hold what was written to it. The message names the file. */
public final class SegmentDamageException extends IOException {
  private static final long serialVersionUID = 1;

  SegmentDamageException(Path file, String what) {
    super("File " + file + " " + what);
  }

  SegmentDamageException(Path file, String what, Throwable cause) {
    super("File " + file + " " + what, cause);
  }
}
