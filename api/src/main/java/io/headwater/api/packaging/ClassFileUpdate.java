package io.headwater.api.packaging;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.invoke.LambdaMetafactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings class files of libraries into a form that the JDK's ahead-of-time cache can hold. It
 * leaves out, and a start then loads and makes anew, two kinds:
 *
 * <ul>
 *   <li>class files older than Java 6, which have no stack maps: they get them, and the version of
 *       Java 8;
 *   <li>lambdas made by {@link LambdaMetafactory#altMetafactory}, which is how Scala's compiler
 *       makes all of its own, serializable as they are: they are made by {@code metafactory} where
 *       that differs only in that they can't be serialized any more, which Java serialization would
 *       do and no server uses.
 * </ul>
 */
final class ClassFileUpdate {
  private static final int FIRST_VERSION_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;
  private static final int NEW_VERSION = ClassFile.JAVA_8_VERSION;
  private static final int MAJOR_VERSION_AT = 6;

  private static final String ALTERNATIVE = "altMetafactory";
  private static final ClassDesc METAFACTORY_CLASS =
      LambdaMetafactory.class.describeConstable().orElseThrow();
  private static final DirectMethodHandleDesc METAFACTORY =
      ConstantDescs.ofCallsiteBootstrap(
          METAFACTORY_CLASS,
          "metafactory",
          ConstantDescs.CD_CallSite,
          ConstantDescs.CD_MethodType,
          ConstantDescs.CD_MethodHandle,
          ConstantDescs.CD_MethodType);

  /** The arguments that both factories share come first: erased type, method, exact type. */
  private static final int SHARED_ARGUMENTS = 3;

  private static final int SERIALIZABLE = LambdaMetafactory.FLAG_SERIALIZABLE;
  private static final int SERIALIZABLE_WITH_BRIDGES =
      LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_BRIDGES;

  /** Function types whose one method is erased, so that nobody can call a bridge of a lambda. */
  private static final Pattern SCALA_FUNCTION =
      Pattern.compile(
          "Lscala/(Function\\d+|PartialFunction|runtime/java8/JFunction\\w+(\\$\\w+)*);");

  private final ClassFile classFile;

  /**
   * @param hierarchy knows the classes that the updated ones name
   */
  ClassFileUpdate(ClassHierarchyResolver hierarchy) {
    classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
  }

  /** Returns the class file in its new form, or as it is if nothing is to be changed. */
  byte[] update(byte[] original) {
    boolean old = majorVersion(original) < FIRST_VERSION_WITH_STACK_MAPS;
    if (!old && !mentions(original, ALTERNATIVE)) {
      return original;
    }
    ClassTransform transform =
        ClassTransform.transformingMethodBodies(ClassFileUpdate::updateLambda);
    if (old) {
      transform =
          transform.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
              builder.withVersion(NEW_VERSION, 0);
            } else {
              builder.with(element);
            }
          });
    }
    try {
      return classFile.transformClass(classFile.parse(original), transform);
    } catch (IllegalArgumentException e) {
      // The JDK's class file API fails on a few table switches; such a class only starts slower.
      return original;
    }
  }

  private static int majorVersion(byte[] original) {
    return ByteBuffer.wrap(original).getShort(MAJOR_VERSION_AT) & 0xffff;
  }

  private static boolean mentions(byte[] original, String name) {
    return new String(original, StandardCharsets.ISO_8859_1).contains(name);
  }

  private static void updateLambda(CodeBuilder builder, CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call && isScalaLambda(call)) {
      ConstantDesc[] arguments =
          call.bootstrapArgs().subList(0, SHARED_ARGUMENTS).toArray(ConstantDesc[]::new);
      builder.invokedynamic(
          DynamicCallSiteDesc.of(
              METAFACTORY, call.name().stringValue(), call.typeSymbol(), arguments));
    } else {
      builder.with(element);
    }
  }

  private static boolean isScalaLambda(InvokeDynamicInstruction call) {
    DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
    if (!bootstrap.owner().equals(METAFACTORY_CLASS)
        || !bootstrap.methodName().equals(ALTERNATIVE)) {
      return false;
    }
    List<ConstantDesc> arguments = call.bootstrapArgs();
    ConstantDesc flags = arguments.get(SHARED_ARGUMENTS);
    return flags.equals(SERIALIZABLE)
        || (flags.equals(SERIALIZABLE_WITH_BRIDGES)
            && SCALA_FUNCTION.matcher(call.typeSymbol().returnType().descriptorString()).matches());
  }
}
