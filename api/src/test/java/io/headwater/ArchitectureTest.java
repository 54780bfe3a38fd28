package io.headwater;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.jspecify.annotations.NullMarked;

/**
 * Who may use whom, in all modules but load-tests. A change here changes the architecture; think
 * hard before you make one.
 */
@AnalyzeClasses(
    packages = "io.headwater",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeTestJars.class
    })
final class ArchitectureTest {

  /** Leaves out the fixtures of other modules, which come as {@code …-tests.jar}. */
  static final class DoNotIncludeTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule persistenceKnowsOnlyBytes =
      noClasses()
          .that()
          .resideInAPackage("io.headwater.persistence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.headwater.actors..", "io.headwater.streams..", "io.headwater.api..")
          .because("modules depend to the right: api, streams, actors, persistence");

  @ArchTest
  static final ArchRule actorsKnowNoConsumer =
      noClasses()
          .that()
          .resideInAPackage("io.headwater.actors..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.headwater.streams..", "io.headwater.api..")
          .because("modules depend to the right: api, streams, actors, persistence");

  @ArchTest
  static final ArchRule streamsKnowNoEdge =
      noClasses()
          .that()
          .resideInAPackage("io.headwater.streams..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.headwater.api..")
          .because("modules depend to the right: api, streams, actors, persistence")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule modelIsPureJava =
      classes()
          .that()
          .resideInAPackage("io.headwater.actors.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.headwater.actors.model..")
          .because("the model is used on both sides of the wire and in every benchmark");

  @ArchTest
  static final ArchRule expressionsArePureJava =
      classes()
          .that()
          .resideInAPackage("io.headwater.actors.expression..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "io.headwater.actors.model..",
              "io.headwater.actors.expression..")
          .because("expressions are parsed and evaluated without an actor system");

  @ArchTest
  static final ArchRule codecNeedsNoActorSystem =
      noClasses()
          .that()
          .resideInAPackage("io.headwater.actors.codec..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.pekko..", "com.typesafe..")
          .because("formats are read by tools and benchmarks, too");

  @ArchTest
  static final ArchRule engineStaysBehindItsPort =
      noClasses()
          .that(
              resideInAnyPackage("io.headwater..")
                  .and(
                      JavaClass.Predicates.resideOutsideOfPackage(
                          "io.headwater.persistence.store..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.iq80.leveldb..", "org.fusesource..", "java.sql..", "javax.sql..")
          .because("LevelDB's hazards are fenced in one place, and engines can be exchanged");

  @ArchTest
  static final ArchRule jsonStaysAtTheEdges =
      noClasses()
          .that()
          .resideInAPackage("io.headwater..")
          .and()
          .resideOutsideOfPackages(
              "io.headwater.actors.json..", "io.headwater.streams.record..", "io.headwater.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..")
          .because("inside, items are values and bytes");

  @ArchTest
  static final ArchRule nothingDependsOnTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.headwater.api.server..", "io.headwater.api.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.headwater.api.server..")
          .because("construction happens there, by hand; the command line alone starts it");

  @ArchTest
  static final ArchRule nothingIsJavaSerialized =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class)
          .because("formats are our own, with version bytes");

  @ArchTest
  static final ArchRule nothingSleeps =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class)
          .because("waiting is a timer's or a stage's work");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.headwater.(**)")
          .should()
          .beFreeOfCycles()
          .because("a package can be read after those it uses");

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      classes()
          .should(resideInANullMarkedPackage())
          .because("null is said where it can be, and nowhere else");

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a @NullMarked package") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        var javaPackage = javaClass.getPackage();
        boolean marked = javaPackage.isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                javaClass, marked, javaPackage.getName() + " of " + javaClass.getName()));
      }
    };
  }
}
