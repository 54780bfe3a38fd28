package io.headwater.persistence.inspect;

import io.headwater.persistence.segment.SegmentLog;
import io.headwater.persistence.store.InspectedDirectory;
import io.headwater.persistence.store.InspectedIndex;
import io.headwater.persistence.store.KeyRange;
import io.headwater.persistence.store.StoreCorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Shows what is in a data directory that no server uses, through its index or, where that cannot be
 * used, through one made of the segments. What cannot be read is told, and the rest follows.
 */
public final class Dump implements AutoCloseable {
  private final InspectedDirectory directory;
  private final InspectedIndex index;

  private Dump(InspectedDirectory directory, InspectedIndex index) {
    this.directory = directory;
    this.index = index;
  }

  /**
   * Opens a directory; a {@link io.headwater.persistence.store.StoreOpenException} says why not.
   */
  public static Dump open(Path path) throws IOException {
    InspectedDirectory directory = InspectedDirectory.open(path);
    boolean opened = false;
    try {
      InspectedIndex index = index(directory);
      opened = true;
      return new Dump(directory, index);
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  private static InspectedIndex index(InspectedDirectory directory) throws IOException {
    SegmentLog segments = directory.segments();
    InspectedIndex index;
    try {
      index = segments.isEmpty() ? directory.newIndex() : directory.checkpointedIndex();
    } catch (IOException | StoreCorruptionException _) {
      index = directory.newIndex();
    }
    boolean level = false;
    try {
      segments.recover(index.checkpoint(), index::apply);
      level = true;
      return index;
    } finally {
      if (!level) {
        index.close();
      }
    }
  }

  /** Shows where every log stands. */
  public void logs(InspectedIndex.Visitor visitor) throws IOException {
    index.walk(InspectedIndex.logs(), visitor);
  }

  /** Shows a log's entries from a number on. */
  public void log(String logId, long fromNr, InspectedIndex.Visitor visitor) throws IOException {
    index.walk(InspectedIndex.entriesFrom(logId, fromNr), visitor);
  }

  /** Shows the rows of some ranges. */
  public void rows(List<KeyRange> ranges, InspectedIndex.Visitor visitor) throws IOException {
    for (KeyRange range : ranges) {
      index.walk(range, visitor);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      index.close();
    } finally {
      directory.close();
    }
  }
}
