package io.headwater.loadtests.differential;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known differences, each as narrow as one fault or one pair of texts. Sections are those of
 * the reference of DynamoDB's behaviour, with the tags that say how a behaviour was seen: [D]
 * recordings of dynalite, [X] captures from eu-west-2 in 2026, [M] tests of moto against us-east-1,
 * [A] AWS documentation.
 */
final class KnownDifferences {
  static final List<KnownDifference> ALL =
      Stream.of(
              ErrorTextDifferences.ALL,
              RequestTextDifferences.ALL,
              CheckOrderDifferences.ALL,
              BehaviourDifferences.ALL)
          .flatMap(List::stream)
          .toList();

  private KnownDifferences() {}

  /** The entry that explains why the outcomes differ, or null if there is none. */
  static @Nullable KnownDifference explaining(Call call, Outcome headwater, Outcome dynamoDbLocal) {
    for (KnownDifference known : ALL) {
      if (known.matcher().matches(call, headwater, dynamoDbLocal)) {
        return known;
      }
    }
    return null;
  }
}
