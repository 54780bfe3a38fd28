package io.headwater;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The classes and methods that Java files declare, as javac's parser sees them. */
final class JavaDeclarations extends TreePathScanner<@Nullable Void, @Nullable Void> {

  /**
   * One class at the top of a file, or one method wherever it is.
   *
   * @param lineCount from the first modifier to the closing brace, without the doc
   * @param doc the Javadoc, empty if there is none
   */
  record Declaration(String place, boolean isMethod, long lineCount, String doc) {
    @Override
    public String toString() {
      return place + ", " + lineCount + " lines";
    }
  }

  private final DocTrees trees;
  private final CompilationUnitTree unit;
  private final List<Declaration> declarations;

  private JavaDeclarations(
      DocTrees trees, CompilationUnitTree unit, List<Declaration> declarations) {
    this.trees = trees;
    this.unit = unit;
    this.declarations = declarations;
  }

  static List<Declaration> of(List<Path> javaFiles) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var fileManager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      var sources = fileManager.getJavaFileObjectsFromPaths(javaFiles);
      var task = (JavacTask) compiler.getTask(null, fileManager, null, null, null, sources);
      var trees = DocTrees.instance(task);
      var declarations = new ArrayList<Declaration>();
      for (CompilationUnitTree unit : task.parse()) {
        new JavaDeclarations(trees, unit, declarations).scan(unit, null);
      }
      return declarations;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    if (getCurrentPath().getParentPath().getLeaf() == unit) {
      add(tree, tree.getSimpleName().toString(), false);
    }
    return super.visitClass(tree, null);
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, @Nullable Void unused) {
    // The body: a test's table of rows in an annotation is data.
    if (tree.getBody() != null) {
      add(tree.getBody(), tree.getName().toString(), true);
    }
    return super.visitMethod(tree, null);
  }

  private void add(Tree tree, String name, boolean isMethod) {
    var positions = trees.getSourcePositions();
    var lines = unit.getLineMap();
    long start = positions.getStartPosition(unit, tree);
    long end = positions.getEndPosition(unit, tree);
    if (end < 0) {
      return; // Made by the compiler: a record's canonical constructor.
    }
    long lineCount = lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
    DocCommentTree doc = trees.getDocCommentTree(getCurrentPath());
    String place = unit.getSourceFile().getName() + ": " + name;
    declarations.add(
        new Declaration(place, isMethod, lineCount, doc == null ? "" : doc.toString()));
  }
}
