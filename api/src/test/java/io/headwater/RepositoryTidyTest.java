package io.headwater;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The habits of CONTRIBUTING.md that a machine can check, over every file of the repository. */
final class RepositoryTidyTest {
  private static final Path ROOT = Path.of(System.getProperty("headwater.root", ".."));

  /** Folders that hold what was built, or what tools leave. */
  private static final Set<String> FOREIGN_FOLDERS =
      Set.of("target", "headwater-data", ".git", ".idea", ".vscode", ".settings");

  private static final Set<String> TEXT_SUFFIXES =
      Set.of("java", "xml", "md", "conf", "json", "txt", "properties", "config", "options", "sh");

  /** Files of text without a suffix, by name. */
  private static final Set<String> TEXT_NAMES =
      Set.of("LICENSE", "NOTICE", "headwater", "run", ".gitignore");

  private static final Set<String> MODULES =
      Set.of("persistence", "actors", "streams", "api", "load-tests");

  private static final int MAX_CLASS_LINES = 400;
  private static final int MAX_METHOD_LINES = 70;

  /** What the doc of a class that is longer must say, followed by the reason. */
  private static final String LONG_CLASS_REASON = "Long because";

  /** A note for later; behind it stands the issue's number in brackets, as in {@code (#12)}. */
  private static final Pattern NOTE_WITHOUT_ISSUE =
      Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b(?!\\(#\\d+\\))");

  private static List<Path> files = List.of();

  @BeforeAll
  static void listFiles() throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return FOREIGN_FOLDERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    files = found;
  }

  @Test
  void repository_listed_holdsEveryModule() {
    assertThat(MODULES).allSatisfy(module -> assertThat(ROOT.resolve(module)).isDirectory());
    assertThat(javaFiles()).hasSizeGreaterThan(50);
  }

  @Test
  void javaFile_anyFile_isFormatted() {
    var formatter = new Formatter();

    assertThat(javaFiles().parallelStream().filter(file -> !isFormatted(formatter, file)))
        .as("Files that google-java-format would change; mvn -Pformat process-sources does")
        .isEmpty();
  }

  private static boolean isFormatted(Formatter formatter, Path file) {
    String text = read(file);
    try {
      return formatter.formatSourceAndFixImports(text).equals(text);
    } catch (FormatterException e) {
      throw new IllegalStateException(file.toString(), e);
    }
  }

  @Test
  void class_anyClass_isShortOrSaysWhyNot() {
    var tooLong =
        JavaDeclarations.of(javaFiles()).stream()
            .filter(declaration -> !declaration.isMethod())
            .filter(declaration -> declaration.lineCount() > MAX_CLASS_LINES)
            .filter(declaration -> !declaration.doc().contains(LONG_CLASS_REASON));

    assertThat(tooLong).as("Classes of more than %d lines", MAX_CLASS_LINES).isEmpty();
  }

  @Test
  void method_anyMethod_fitsOnAScreen() {
    var tooLong =
        JavaDeclarations.of(javaFiles()).stream()
            .filter(JavaDeclarations.Declaration::isMethod)
            .filter(declaration -> declaration.lineCount() > MAX_METHOD_LINES);

    assertThat(tooLong).as("Methods of more than %d lines", MAX_METHOD_LINES).isEmpty();
  }

  @Test
  void package_anyMainPackage_isDescribedAndNullMarked() {
    var folders =
        javaFiles().stream()
            .filter(file -> file.toString().contains("/src/main/java/"))
            .map(Path::getParent)
            .distinct();

    assertThat(folders)
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java"))
                .content()
                .contains("/**", "@NullMarked"));
  }

  @Test
  void note_anyTextFile_namesItsIssue() {
    assertThat(linesWhere(NOTE_WITHOUT_ISSUE.asPredicate())).isEmpty();
  }

  @Test
  void referenceConf_anyKey_hasAComment() {
    var uncommented = new ArrayList<String>();
    for (Path file : filesNamed("reference.conf")) {
      for (var entry : ConfigFactory.parseFile(file.toFile()).entrySet()) {
        if (entry.getValue().origin().comments().isEmpty()) {
          uncommented.add(ROOT.relativize(file) + ": " + entry.getKey());
        }
      }
    }

    assertThat(uncommented).as("Keys without a comment that says unit and reason").isEmpty();
  }

  /** A plugin's own dependencies cannot be managed above, so they name the root's property. */
  @Test
  void modulePom_anyModule_holdsNoVersionButItsParents() {
    for (String module : MODULES) {
      String pom = read(ROOT.resolve(module).resolve("pom.xml"));
      String withoutParent = pom.replaceFirst("(?s)<parent>.*?</parent>", "");

      assertThat(withoutParent).as(module).doesNotContainPattern("<version>(?!\\$\\{)");
    }
  }

  @Test
  void textFile_anyFile_endsWithNewlineAndHasNoTab() {
    assertThat(textFiles().stream().filter(file -> !read(file).endsWith("\n"))).isEmpty();
    assertThat(linesWhere(line -> line.indexOf('\t') >= 0)).isEmpty();
  }

  private static Stream<String> linesWhere(Predicate<String> predicate) {
    return textFiles().stream()
        .flatMap(file ->
            read(file)
                .lines()
                .filter(predicate)
                .map(line -> ROOT.relativize(file) + ": " + line.strip()));
  }

  private static List<Path> javaFiles() {
    return files.stream().filter(file -> file.toString().endsWith(".java")).toList();
  }

  private static List<Path> filesNamed(String name) {
    return files.stream().filter(file -> file.endsWith(name)).toList();
  }

  private static List<Path> textFiles() {
    return files.stream().filter(RepositoryTidyTest::isText).toList();
  }

  private static boolean isText(Path file) {
    String name = file.getFileName().toString();
    return TEXT_NAMES.contains(name)
        || TEXT_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
