package io.headwater.streams.trigger.function;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.trigger.function.JavaFunction.Identity;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the configuration, by name.
 *
 * <pre>
 * headwater.functions {
 *   audit  { class = "com.example.Audit", jars = "functions/audit", timeout = 10s }
 *   notify { url = "http://localhost:3000/notify" }
 * }
 * </pre>
 *
 * Loading makes every handler, so what is wrong with a function shows at the start and not with its
 * first record.
 */
public final class FunctionRegistry implements AutoCloseable {
  private static final Set<String> KEYS = Set.of("class", "jars", "url", "timeout");

  private final ActorSystem<?> system;
  private final ResourceArns arns;
  private final InstantSource clock;
  private final Map<String, StreamFunction> functions = new HashMap<>();
  private final Map<String, JavaHandler> handlers = new HashMap<>();
  private final ScheduledExecutorService alarms;

  private FunctionRegistry(ActorSystem<?> system, ResourceArns arns, InstantSource clock) {
    this.system = system;
    this.arns = arns;
    this.clock = clock;
    this.alarms =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("headwater-function-alarms").factory());
  }

  /**
   * Makes the functions of {@code headwater.functions}.
   *
   * @param system runs the HTTP client of URL functions
   * @throws FunctionConfigurationException naming the first function that cannot be used
   */
  public static FunctionRegistry load(
      Config config, ActorSystem<?> system, ResourceArns arns, InstantSource clock) {
    var settings = FunctionSettings.from(config);
    var registry = new FunctionRegistry(system, arns, clock);
    try {
      for (var entry : config.getObject("headwater.functions").entrySet()) {
        registry.add(entry.getKey(), entry.getValue(), settings);
      }
    } catch (RuntimeException e) {
      registry.close();
      throw e;
    }
    return registry;
  }

  /** The function of a name, or null. */
  public @Nullable StreamFunction find(String name) {
    return functions.get(name);
  }

  /** Interrupts what runs and waits for nothing: a handler that hangs must not keep us. */
  @Override
  public void close() {
    handlers.values().forEach(JavaHandler::close);
    alarms.shutdownNow();
  }

  private void add(String name, ConfigValue value, FunctionSettings settings) {
    if (!FunctionName.isValid(name)) {
      throw new FunctionConfigurationException(
          name, "a function's name has 1 to 64 letters, digits, hyphens and underscores");
    }
    if (!(value instanceof ConfigObject definition)) {
      throw new FunctionConfigurationException(name, "expected { class = … } or { url = … }");
    }
    try {
      functions.put(name, function(name, definition.toConfig(), settings));
    } catch (ConfigException e) {
      throw new FunctionConfigurationException(name, String.valueOf(e.getMessage()));
    }
  }

  private StreamFunction function(String name, Config definition, FunctionSettings settings) {
    for (String key : definition.root().keySet()) {
      if (!KEYS.contains(key)) {
        throw new FunctionConfigurationException(name, "unknown setting '" + key + "'");
      }
    }
    if (definition.hasPath("class") == definition.hasPath("url")) {
      throw new FunctionConfigurationException(name, "expected either class or url");
    }
    var timeout = timeout(name, definition, settings);
    return definition.hasPath("url")
        ? httpFunction(name, definition, settings, timeout)
        : javaFunction(name, definition, settings, timeout);
  }

  private StreamFunction javaFunction(
      String name, Config definition, FunctionSettings settings, Duration timeout) {
    var handler =
        JavaHandler.load(
            name,
            definition.getString("class"),
            definition.hasPath("jars") ? definition.getString("jars") : null,
            settings.maxConcurrentCalls(),
            timeout);
    handlers.put(name, handler);
    return new JavaFunction(
        new Identity(name, arns.function(name), arns.region()),
        handler.handler(),
        handler.threads(),
        alarms,
        timeout,
        clock);
  }

  private StreamFunction httpFunction(
      String name, Config definition, FunctionSettings settings, Duration timeout) {
    if (definition.hasPath("jars")) {
      throw new FunctionConfigurationException(name, "jars belongs to class, not to url");
    }
    return new HttpFunction(
        system,
        url(name, definition.getString("url")),
        arns.region(),
        timeout,
        settings.maxResponseBytes());
  }

  private static URI url(String name, String text) {
    try {
      var url = new URI(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      if (isHttp && url.getHost() != null && url.getUserInfo() == null) {
        if (FunctionAddress.isLinkLocalLiteral(withoutBrackets(url.getHost()))) {
          throw new FunctionConfigurationException(
              name, "a function cannot have a link-local address, found '" + text + "'");
        }
        return url;
      }
    } catch (URISyntaxException _) {
      // Told below, like every other text that is no such URL.
    }
    throw new FunctionConfigurationException(
        name, "expected an http or https URL without user information, found '" + text + "'");
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static Duration timeout(String name, Config definition, FunctionSettings settings) {
    if (!definition.hasPath("timeout")) {
      return settings.timeout();
    }
    var timeout = definition.getDuration("timeout");
    if (!FunctionSettings.isValid(timeout)) {
      throw new FunctionConfigurationException(
          name, "expected a timeout of more than 0 and at most 900 s, found " + timeout);
    }
    return timeout;
  }
}
