package io.headwater.streams.trigger.function;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A handler object with the class loader that its class came from and the threads that it runs on.
 *
 * @param classLoader null where the class is on Headwater's own class path
 */
record JavaHandler(
    RequestHandler<DynamodbEvent, ?> handler,
    ExecutorService threads,
    @Nullable FunctionClassLoader classLoader)
    implements AutoCloseable {

  private static final long IDLE_THREAD_SECONDS = 60;

  /** More than there are shards to run; whoever calls has one call under way per shard. */
  private static final int MAX_WAITING_CALLS = 100_000;

  /** Loads and makes a handler on a thread of its own, as it will run later. */
  static JavaHandler load(
      String functionName,
      String className,
      @Nullable String jarDirectory,
      int maxThreads,
      Duration timeout) {
    var classLoader = jarDirectory == null ? null : classLoader(functionName, jarDirectory);
    var loader = classLoader == null ? JavaHandler.class.getClassLoader() : classLoader;
    var threads = threads(functionName, loader, maxThreads);
    try {
      var handler = make(functionName, className, loader, threads, timeout);
      return new JavaHandler(handler, threads, classLoader);
    } catch (RuntimeException e) {
      threads.shutdownNow();
      closeQuietly(classLoader);
      throw e;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    closeQuietly(classLoader);
  }

  private static FunctionClassLoader classLoader(String functionName, String jarDirectory) {
    var directory = Path.of(jarDirectory);
    if (!Files.isDirectory(directory)) {
      throw new FunctionConfigurationException(
          functionName, "jars: no directory at " + directory.toAbsolutePath());
    }
    var jars = new ArrayList<URL>();
    try (var files = Files.newDirectoryStream(directory, "*.jar")) {
      for (Path file : files) {
        jars.add(url(file));
      }
    } catch (IOException e) {
      throw new FunctionConfigurationException(functionName, "jars: " + e);
    }
    if (jars.isEmpty()) {
      throw new FunctionConfigurationException(
          functionName, "jars: no .jar file in " + directory.toAbsolutePath());
    }
    jars.sort((one, other) -> one.toString().compareTo(other.toString()));
    return new FunctionClassLoader(jars, JavaHandler.class.getClassLoader());
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExecutorService threads(String functionName, ClassLoader loader, int maxThreads) {
    var factory =
        Thread.ofPlatform().daemon().name("headwater-function-" + functionName + "-", 0).factory();
    var threads =
        new ThreadPoolExecutor(
            maxThreads,
            maxThreads,
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING_CALLS),
            task -> {
              var thread = factory.newThread(task);
              thread.setContextClassLoader(loader);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private static RequestHandler<DynamodbEvent, ?> make(
      String functionName,
      String className,
      ClassLoader loader,
      ExecutorService threads,
      Duration timeout) {
    try {
      return threads
          .submit(() -> newHandler(className, loader))
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new FunctionConfigurationException(
          functionName, className + "'s constructor did not return within " + timeout);
    } catch (ExecutionException e) {
      throw new FunctionConfigurationException(functionName, problem(className, e.getCause()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new FunctionConfigurationException(functionName, "interrupted while it was made");
    }
  }

  @SuppressWarnings("unchecked") // What a class handles shows at its first call; see the README.
  private static RequestHandler<DynamodbEvent, ?> newHandler(String className, ClassLoader loader)
      throws ReflectiveOperationException {
    return (RequestHandler<DynamodbEvent, ?>)
        Class.forName(className, true, loader)
            .asSubclass(RequestHandler.class)
            .getConstructor()
            .newInstance();
  }

  private static String problem(String className, @Nullable Throwable cause) {
    return switch (cause) {
      case ClassNotFoundException _ -> "no class " + className + " in its jars";
      case ClassCastException _ ->
          className + " does not implement com.amazonaws.services.lambda.runtime.RequestHandler";
      case NoSuchMethodException _ -> className + " has no public constructor without parameters";
      case java.lang.reflect.InvocationTargetException failure ->
          className + "'s constructor threw " + failure.getCause();
      case null, default -> className + " cannot be made: " + cause;
    };
  }

  private static void closeQuietly(@Nullable FunctionClassLoader classLoader) {
    if (classLoader == null) {
      return;
    }
    try {
      classLoader.close();
    } catch (IOException _) {
      // Nothing hangs on it: the process is on its way down, or the function was refused.
    }
  }
}
