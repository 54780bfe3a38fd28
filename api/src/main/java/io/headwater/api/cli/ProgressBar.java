package io.headwater.api.cli;

import io.headwater.persistence.inspect.Progress;
import java.io.Console;
import java.io.PrintWriter;

/** Draws how far a long work is, in one line of a terminal, again with each per cent. */
final class ProgressBar implements Progress {
  private static final int WIDTH = 40;
  private static final int PER_CENT = 100;

  private final PrintWriter terminal;
  private int drawn = -1;
  private int lineLength;

  ProgressBar(PrintWriter terminal) {
    this.terminal = terminal;
  }

  /** Whether somebody looks: what is written to a file or a pipe has no bar. */
  @SuppressWarnings("SystemConsoleNull") // NullAway wants the check.
  static boolean isWanted() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public void at(String step, double share) {
    int perCent = (int) (share * PER_CENT);
    if (perCent != drawn) {
      drawn = perCent;
      int full = perCent * WIDTH / PER_CENT;
      String bar = "#".repeat(full) + " ".repeat(WIDTH - full);
      draw("[%s] %3d %%  %s".formatted(bar, perCent, step));
    }
  }

  private void draw(String line) {
    int cleared = Math.max(0, lineLength - line.length());
    terminal.print("\r" + line + " ".repeat(cleared));
    terminal.flush();
    lineLength = line.length();
  }

  /** Leaves the line empty. */
  void clear() {
    if (lineLength > 0) {
      draw("");
      terminal.print("\r");
      terminal.flush();
    }
  }
}
