package io.headwater.api.packaging;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the runnable jar out of the merged one: the same entries, its class files in a form that
 * the JDK's ahead-of-time cache can hold. The build calls it: {@code ArchivableJar MERGED
 * RUNNABLE}.
 */
public final class ArchivableJar {
  private static final String CLASS_FILE = ".class";

  private ArchivableJar() {}

  /** Reads the jar named first and writes the one named second, in place of one that is there. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("Expected the merged jar and the jar to write");
    }
    write(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  private static void write(Path merged, Path runnable) throws IOException {
    try (var classes =
            new URLClassLoader(
                new URL[] {merged.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        var from = new ZipFile(merged.toFile());
        var to = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(runnable)))) {
      var update = new ClassFileUpdate(ClassHierarchyResolver.ofResourceParsing(classes));
      Enumeration<? extends ZipEntry> entries = from.entries();
      while (entries.hasMoreElements()) {
        copy(from, entries.nextElement(), to, update);
      }
    }
  }

  private static void copy(ZipFile from, ZipEntry entry, ZipOutputStream to, ClassFileUpdate update)
      throws IOException {
    byte[] content;
    try (var in = from.getInputStream(entry)) {
      content = in.readAllBytes();
    }
    var copy = new ZipEntry(entry.getName());
    copy.setTime(entry.getTime());
    to.putNextEntry(copy);
    to.write(entry.getName().endsWith(CLASS_FILE) ? update.update(content) : content);
    to.closeEntry();
  }
}
