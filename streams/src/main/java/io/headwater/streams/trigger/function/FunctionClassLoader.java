package io.headwater.streams.trigger.function;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads a function's classes from its own jars. Of Headwater's class path it sees the Lambda API
 * and nothing else, so that a function and the database may use different versions of a library.
 */
final class FunctionClassLoader extends URLClassLoader {
  private static final String LAMBDA_API = "com.amazonaws.services.lambda.runtime.";

  private final ClassLoader apiLoader;

  FunctionClassLoader(List<URL> jars, ClassLoader apiLoader) {
    super(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.apiLoader = apiLoader;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(LAMBDA_API)) {
      try {
        return apiLoader.loadClass(name);
      } catch (ClassNotFoundException _) {
        // Of the API's name space, but not part of what we bring: a library of the function's.
        return super.loadClass(name, resolve);
      }
    }
    return super.loadClass(name, resolve);
  }
}
