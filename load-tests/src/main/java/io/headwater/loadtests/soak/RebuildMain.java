package io.headwater.loadtests.soak;

import io.headwater.persistence.store.RebuildTrials;
import io.headwater.persistence.store.StoreOpenException;
import java.nio.file.Path;

/** Opens a store whose index has to be rebuilt, and reads everything; a process of its own. */
public final class RebuildMain {
  static final String OPENING = "opening";
  static final String OPEN = "open";
  static final String COMPLETE = "complete";

  private RebuildMain() {}

  /** How large the index's tables are; see {@link RebuildTrials}. */
  enum Tables {
    ONE,
    MANY
  }

  /** Takes the data directory, the number of groups that it was filled with, and the tables. */
  public static void main(String[] arguments) {
    var trials = new RebuildTrials(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    print(OPENING);
    try {
      try (var store =
          switch (Tables.valueOf(arguments[2])) {
            case ONE -> trials.open();
            case MANY -> trials.openWithManyTables();
          }) {
        print(OPEN);
        trials.requireComplete(store);
      }
      print(COMPLETE);
    } catch (StoreOpenException | AssertionError e) {
      print(String.valueOf(e.getMessage()));
    }
  }

  private static void print(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
