package io.headwater.api.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of compressed answers, by RFC 9110 §12.5.3. Only gzip counts, and only by its
 * name: {@code *} or no header at all leave the answer as it is.
 */
final class AcceptEncoding {
  private static final double UNNAMED = -1;

  private AcceptEncoding() {}

  /** Whether the answer is to be compressed: gzip is named, not refused and not second choice. */
  static boolean wantsGzip(@Nullable String header) {
    if (header == null) {
      return false;
    }
    double gzip = UNNAMED;
    double identity = UNNAMED;
    for (String coding : header.split(",", -1)) {
      String[] parts = coding.split(";", -1);
      switch (parts[0].strip().toLowerCase(Locale.ROOT)) {
        case "gzip", "x-gzip" -> gzip = weight(parts);
        case "identity" -> identity = weight(parts);
        default -> {}
      }
    }
    return gzip > 0 && gzip >= identity;
  }

  /** 1 without a weight, 0 with one that is malformed. */
  private static double weight(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        return weight(parameter.substring("q=".length()));
      }
    }
    return 1;
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight <= 1 ? weight : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
