package io.headwater.persistence.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a verification found.
 *
 * @param counts what there is, and how much of it
 * @param liveShare of the segments' bytes that something still rests on, from 0 to 1
 * @param notes what is no damage but worth a word
 * @param findings the first kinds of damage
 * @param findingCount of all of them
 */
public record VerifyReport(
    SequencedMap<String, Long> counts,
    double liveShare,
    List<String> notes,
    List<String> findings,
    long findingCount) {

  public VerifyReport {
    counts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(counts));
    notes = List.copyOf(notes);
    findings = List.copyOf(findings);
  }

  public boolean isWhole() {
    return findingCount == 0;
  }
}
