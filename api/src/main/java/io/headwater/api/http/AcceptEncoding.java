package io.headwater.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The coding that an Accept-Encoding header asks for, as DynamoDB reads the header. It differs from
 * RFC 9110 §12.5.3: {@code identity} has no effect, a malformed weight counts as 1, and a parameter
 * before the weight makes an entry void.
 */
final class AcceptEncoding {
  private static final String ANY = "*";

  private record Entry(String coding, double weight) {}

  private AcceptEncoding() {}

  /** Returns the coding of the highest weight, the first of several; null: not compressed. */
  static @Nullable ContentCoding preferred(@Nullable String header) {
    if (header == null) {
      return null;
    }
    List<Entry> entries = entries(header);
    ContentCoding preferred = null;
    double highest = 0;
    for (Entry entry : entries) {
      if (entry.weight() > highest) {
        ContentCoding coding =
            entry.coding().equals(ANY)
                ? codingOfAny(entries, entry.weight())
                : ContentCoding.named(entry.coding());
        if (coding != null) {
          preferred = coding;
          highest = entry.weight();
        }
      }
    }
    return preferred;
  }

  private static List<Entry> entries(String header) {
    var entries = new ArrayList<Entry>();
    for (String text : header.split(",", -1)) {
      String[] parts = text.split(";", -1);
      String coding = parts[0].strip().toLowerCase(Locale.ROOT);
      if (parts.length == 1) {
        entries.add(new Entry(coding, 1));
        continue;
      }
      String parameter = parts[1].strip();
      if (parameter.startsWith("q=") || parameter.startsWith("Q=")) {
        entries.add(new Entry(coding, weight(parameter.substring("q=".length()))));
      }
    }
    return entries;
  }

  /** The star means gzip, but deflate if gzip is named with a lower weight. */
  private static ContentCoding codingOfAny(List<Entry> entries, double weightOfAny) {
    boolean named = false;
    for (Entry entry : entries) {
      if (ContentCoding.named(entry.coding()) == ContentCoding.GZIP) {
        if (entry.weight() >= weightOfAny) {
          return ContentCoding.GZIP;
        }
        named = true;
      }
    }
    return named ? ContentCoding.DEFLATE : ContentCoding.GZIP;
  }

  private static double weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight <= 1 ? weight : 1; // 1 for NaN as well.
    } catch (NumberFormatException e) {
      return 1;
    }
  }
}
