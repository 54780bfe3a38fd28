package io.headwater.loadtests.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How values are laid out along one side of a plot: evenly from 0, or by their logarithm. */
sealed interface Axis {
  /** Where a value stands: 0 at the start, 1 at the end. */
  double position(double value);

  /** The values that get a mark. */
  List<Double> marks();

  /** From 0 to a round number that is no less than the greatest value. */
  static Axis fromZeroTo(double greatest) {
    double step = roundStep(greatest / 4);
    return new Linear(step * Math.max(1, Math.ceil(greatest / step - 1e-9)), step);
  }

  /** From a power of ten to another, with all values between them. */
  static Axis logarithmic(double least, double greatest) {
    double from = Math.floor(Math.log10(least) + 1e-9);
    double to = Math.ceil(Math.log10(greatest) - 1e-9);
    return new Logarithmic(from, Math.max(to, from + 1));
  }

  /** 1, 2 or 5 times a power of ten, no less than a value. */
  static double roundStep(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (int factor : new int[] {1, 2, 5}) {
      if (factor * power >= value * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** Short, with k for thousands and M for millions. */
  static String label(double value) {
    if (value >= 1e6) {
      return shortest(value / 1e6) + " M";
    }
    return value >= 1e3 ? shortest(value / 1e3) + " k" : shortest(value);
  }

  private static String shortest(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceAll("\\.?0+$", "");
  }

  /** Evenly from 0. */
  record Linear(double end, double step) implements Axis {
    @Override
    public double position(double value) {
      return value / end;
    }

    @Override
    public List<Double> marks() {
      var marks = new ArrayList<Double>();
      for (int i = 0; i * step <= end * (1 + 1e-9); i++) {
        marks.add(i * step);
      }
      return marks;
    }
  }

  /** By the logarithm, between two powers of ten whose exponents these are. */
  record Logarithmic(double from, double to) implements Axis {
    @Override
    public double position(double value) {
      return (Math.log10(value) - from) / (to - from);
    }

    @Override
    public List<Double> marks() {
      var marks = new ArrayList<Double>();
      for (double exponent = from; exponent <= to; exponent++) {
        marks.add(Math.pow(10, exponent));
      }
      return marks;
    }
  }
}
