package io.headwater.api.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicCallSiteDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import scala.Function1;

final class ClassFileUpdateTest {
  private static final ClassDesc THIS_PACKAGE_CLASS =
      ClassDesc.of(ClassFileUpdateTest.class.getPackageName(), "Made");
  private static final MethodTypeDesc ONE_OBJECT =
      MethodTypeDesc.of(ConstantDescs.CD_Object, ConstantDescs.CD_Object);
  private static final MethodTypeDesc ONE_STRING =
      MethodTypeDesc.of(ConstantDescs.CD_String, ConstantDescs.CD_String);
  private static final MethodTypeDesc NO_ARGUMENT = MethodTypeDesc.of(ConstantDescs.CD_Object);
  private static final MethodTypeDesc NO_ARGUMENT_TO_STRING =
      MethodTypeDesc.of(ConstantDescs.CD_String);

  private final ClassFileUpdate update =
      new ClassFileUpdate(ClassHierarchyResolver.defaultResolver());

  @Test
  void lambdaOfScalaIsMadeByTheMetafactoryAndDoesTheSame() throws Throwable {
    byte[] original =
        classWithLambda(
            Function1.class,
            "apply",
            ONE_OBJECT,
            ONE_STRING,
            LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_BRIDGES,
            1,
            ONE_STRING);
    assertThat(lambdaOf(original)).isInstanceOf(Serializable.class);

    byte[] updated = update.update(original);

    Object lambda = lambdaOf(updated);
    assertThat(lambda).isNotInstanceOf(Serializable.class).isInstanceOf(Function1.class);
    assertThat(callOf(Function1.class, "apply", lambda).invoke("given")).isEqualTo("given");
  }

  @Test
  void bridgesOfOtherInterfacesStay() throws Throwable {
    byte[] original =
        classWithCallable(
            LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_BRIDGES,
            1,
            NO_ARGUMENT_TO_STRING);

    assertThat(lambdaOf(update.update(original))).isInstanceOf(Serializable.class);
  }

  @Test
  void furtherInterfacesStay() throws Throwable {
    byte[] original =
        classWithCallable(
            LambdaMetafactory.FLAG_MARKERS, 1, ClassDesc.of(Cloneable.class.getName()));

    assertThat(lambdaOf(update.update(original))).isInstanceOf(Cloneable.class);
  }

  @Test
  void classFileOfJava5GetsStackMaps() throws Throwable {
    byte[] original =
        ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS)
            .build(
                THIS_PACKAGE_CLASS,
                made ->
                    made.withVersion(ClassFile.JAVA_5_VERSION, 0)
                        .withMethodBody(
                            "make",
                            NO_ARGUMENT,
                            ClassFile.ACC_STATIC,
                            code ->
                                code.iconst_1()
                                    .ifThenElse(
                                        yes -> yes.ldc("branch"), no -> no.ldc("other branch"))
                                    .areturn()));

    byte[] updated = update.update(original);

    assertThat(ClassFile.of().parse(updated).majorVersion()).isEqualTo(ClassFile.JAVA_8_VERSION);
    // Java 8's verifier refuses a branch without stack maps.
    assertThat(lambdaOf(updated)).isEqualTo("branch");
  }

  @Test
  void otherClassFilesStayAsTheyAre() {
    byte[] original =
        ClassFile.of().build(THIS_PACKAGE_CLASS, made -> made.withFlags(ClassFile.ACC_PUBLIC));

    assertThat(update.update(original)).isSameAs(original);
  }

  private static byte[] classWithCallable(ConstantDesc... alternativeArguments) {
    return classWithLambda(
        Callable.class, "call", NO_ARGUMENT, NO_ARGUMENT_TO_STRING, alternativeArguments);
  }

  /** A class whose static method {@code make} returns a lambda made by {@code altMetafactory}. */
  private static byte[] classWithLambda(
      Class<?> type,
      String method,
      MethodTypeDesc erased,
      MethodTypeDesc exact,
      ConstantDesc... alternativeArguments) {
    var arguments = new ArrayList<ConstantDesc>();
    arguments.add(erased);
    arguments.add(
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC, THIS_PACKAGE_CLASS, "body", exact));
    arguments.add(exact);
    arguments.addAll(List.of(alternativeArguments));
    var bootstrap =
        ConstantDescs.ofCallsiteBootstrap(
            ClassDesc.of(LambdaMetafactory.class.getName()),
            "altMetafactory",
            ConstantDescs.CD_CallSite,
            ConstantDescs.CD_Object.arrayType());
    Consumer<CodeBuilder> make =
        code ->
            code.invokedynamic(
                    DynamicCallSiteDesc.of(
                        bootstrap,
                        method,
                        MethodTypeDesc.of(ClassDesc.of(type.getName())),
                        arguments.toArray(ConstantDesc[]::new)))
                .areturn();
    return ClassFile.of()
        .build(
            THIS_PACKAGE_CLASS,
            made ->
                made.withMethodBody("make", NO_ARGUMENT, ClassFile.ACC_STATIC, make)
                    .withMethodBody(
                        "body",
                        exact,
                        ClassFile.ACC_STATIC,
                        code -> {
                          if (exact.parameterCount() == 0) {
                            code.ldc("made");
                          } else {
                            code.aload(0);
                          }
                          code.areturn();
                        }));
  }

  private static Object lambdaOf(byte[] classFile) throws Throwable {
    Lookup lookup = MethodHandles.lookup().defineHiddenClass(classFile, true);
    return lookup
        .findStatic(lookup.lookupClass(), "make", MethodType.methodType(Object.class))
        .invoke();
  }

  private static MethodHandle callOf(Class<?> type, String method, Object target)
      throws ReflectiveOperationException {
    return MethodHandles.publicLookup()
        .findVirtual(type, method, MethodType.methodType(Object.class, Object.class))
        .bindTo(target);
  }
}
