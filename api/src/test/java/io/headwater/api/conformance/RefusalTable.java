package io.headwater.api.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an operation refuses, read from a text file: a good request, the faults that can be put into
 * it in the order in which they are reported, and further requests with their one refusal.
 *
 * <pre>
 *   request                          the good one
 *     TableName: "$hash"
 *   fault what is wrong              members that replace the good ones, then the answer
 *     ReturnValues: "ALL_NEW"
 *     -> ValidationException: …
 *   case what is wrong               the same, but without a place in the order
 * </pre>
 *
 * A member without a value is left out of the request. {@code %(text)*3} stands for the text three
 * times; {@code $hash}, {@code $range}, {@code $text}, {@code $binary} and {@code $global} for
 * tables. Lines that begin with # say something.
 *
 * @param faults in the order in which they are reported
 * @param cases requests that are judged by themselves
 */
record RefusalTable(List<Refusal> faults, List<Refusal> cases) {
  private static final Pattern REPEATED = Pattern.compile("%\\((.*?)\\)\\*([0-9]+)");
  private static final String ANSWER = "-> ";

  /**
   * A request and what it is answered.
   *
   * @param changes members that it has different from the good request; empty: left out
   * @param answer {@code ErrorName: message}
   */
  record Refusal(
      String title, Map<String, String> good, Map<String, String> changes, String answer) {
    Refusal {
      good = Collections.unmodifiableMap(new LinkedHashMap<>(good));
      changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    String requestJson() {
      var members = new LinkedHashMap<>(good);
      members.putAll(changes);
      return members.entrySet().stream()
          .filter(member -> !member.getValue().isEmpty())
          .map(member -> '"' + member.getKey() + "\":" + member.getValue())
          .collect(Collectors.joining(",", "{", "}"));
    }

    /** A request with this fault and a later one; null if one request can't have both. */
    @Nullable Refusal with(Refusal later) {
      if (!Collections.disjoint(changes.keySet(), later.changes.keySet())) {
        return null;
      }
      var both = new LinkedHashMap<>(changes);
      both.putAll(later.changes);
      return new Refusal(title + ", before: " + later.title, good, both, answer);
    }
  }

  /** Every fault and case by itself, then every pair of faults, of which the first is reported. */
  List<Refusal> all() {
    var all = new ArrayList<Refusal>(faults);
    all.addAll(cases);
    for (int first = 0; first < faults.size(); first++) {
      for (int second = first + 1; second < faults.size(); second++) {
        Refusal both = faults.get(first).with(faults.get(second));
        if (both != null) {
          all.add(both);
        }
      }
    }
    return all;
  }

  static RefusalTable read(String file, UnaryOperator<String> tableNames) {
    var reader = new Reader(tableNames);
    lines(file).forEach(reader::line);
    reader.close();
    return new RefusalTable(List.copyOf(reader.faults), List.copyOf(reader.cases));
  }

  private static List<String> lines(String file) {
    try (InputStream in = RefusalTable.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reader {
    private final UnaryOperator<String> tableNames;
    private final Map<String, String> good = new LinkedHashMap<>();
    private final List<Refusal> faults = new ArrayList<>();
    private final List<Refusal> cases = new ArrayList<>();
    private Map<String, String> members = good;
    private String header = "";

    Reader(UnaryOperator<String> tableNames) {
      this.tableNames = tableNames;
    }

    void line(String raw) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        return;
      }
      if (!raw.startsWith(" ")) {
        close();
        header = line;
        members = line.equals("request") ? good : new LinkedHashMap<>();
      } else if (line.startsWith(ANSWER)) {
        answer(expanded(line.substring(ANSWER.length())));
      } else {
        int colon = line.indexOf(':');
        members.put(line.substring(0, colon), expanded(line.substring(colon + 1).strip()));
      }
    }

    private void answer(String answer) {
      boolean isFault = header.startsWith("fault ");
      if (!isFault && !header.startsWith("case ")) {
        throw new IllegalStateException("neither a fault nor a case: " + header);
      }
      (isFault ? faults : cases).add(new Refusal(header, good, members, answer));
      header = "";
    }

    void close() {
      if (!header.isEmpty() && !header.equals("request")) {
        throw new IllegalStateException("no answer: " + header);
      }
    }

    private String expanded(String text) {
      return REPEATED
          .matcher(tableNames.apply(text))
          .replaceAll(match ->
              java.util.regex.Matcher.quoteReplacement(
                  match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }
  }
}
