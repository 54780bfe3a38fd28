package io.headwater.actors.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.expression.DocumentPath.Element;
import io.headwater.actors.expression.PathSeparation.Fault;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

class PathSeparationTest {
  @Property(tries = 2_000)
  void firstFault_anyPaths_isThatOfAllPairs(
      @ForAll @Size(max = 6) List<@net.jqwik.api.From("paths") DocumentPath> paths) {
    Fault overlap = first("overlap", paths);

    assertThat(PathSeparation.firstFault(paths))
        .isEqualTo(overlap != null ? overlap : first("conflict", paths));
  }

  private static @Nullable Fault first(String kind, List<DocumentPath> paths) {
    for (int second = 1; second < paths.size(); second++) {
      for (int first = 0; first < second; first++) {
        if (kind.equals(kindOf(paths.get(first).elements(), paths.get(second).elements()))) {
          return new Fault(kind, first, second);
        }
      }
    }
    return null;
  }

  private static String kindOf(List<Element> left, List<Element> right) {
    int shared = 0;
    while (shared < Math.min(left.size(), right.size())
        && left.get(shared).equals(right.get(shared))) {
      shared++;
    }
    if (shared == left.size() || shared == right.size()) {
      return "overlap";
    }
    return left.get(shared).getClass() == right.get(shared).getClass() ? "none" : "conflict";
  }

  @Provide
  Arbitrary<DocumentPath> paths() {
    Arbitrary<Element> names = Arbitraries.of("a", "b").map(Element.Name::new);
    Arbitrary<Element> indexes = Arbitraries.of(0, 1).map(Element.Index::new);
    return names.flatMap(name ->
        Arbitraries.oneOf(names, indexes)
            .list()
            .ofMaxSize(3)
            .map(more -> {
              var elements = new ArrayList<Element>();
              elements.add(name);
              elements.addAll(more);
              return new DocumentPath(elements);
            }));
  }
}
