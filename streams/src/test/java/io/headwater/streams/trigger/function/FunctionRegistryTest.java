package io.headwater.streams.trigger.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.feed.ChangeFeed.Change;
import io.headwater.actors.feed.ChangeFeed.Kind;
import io.headwater.actors.feed.ChangeFeed.Position;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.model.StreamViewType;
import io.headwater.streams.record.LambdaEventJson;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.testing.FakeChangeFeed;
import io.headwater.streams.trigger.function.StreamFunction.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRegistryTest {
  private static final ActorTestKit TEST_KIT = ActorTestKit.create();
  private static final ResourceArns ARNS = new ResourceArns("us-east-1", "000000000000");
  private static final String STREAM_ARN = ARNS.stream("orders", "2026-01-01T00:00:00.000");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
  private static final String HANDLERS = "io.headwater.streams.trigger.function.Handlers$";
  private static final Invocation INVOCATION =
      new Invocation(
          List.of(
              StreamRecord.of(
                  new Change(
                      new Position(7, 3),
                      Kind.INSERT,
                      FakeChangeFeed.keys(1),
                      EncodedItem.of(FakeChangeFeed.item(1)),
                      null,
                      FakeChangeFeed.COMMITTED_AT_MILLIS,
                      false),
                  StreamViewType.NEW_AND_OLD_IMAGES,
                  "orders")),
          STREAM_ARN);

  private @Nullable FunctionRegistry registry;
  private @Nullable HttpServer server;

  @AfterAll
  static void stopSystem() {
    TEST_KIT.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    if (registry != null) {
      registry.close();
    }
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void javaFunction_called_getsEventAndContext() throws Exception {
    load("audit { class = \"%sRecording\" }".formatted(HANDLERS));

    invoke("audit").get(10, TimeUnit.SECONDS);

    var call = requireNonNull(Handlers.Recording.CALLS.poll(10, TimeUnit.SECONDS));
    var streamRecord = call.event().getRecords().getFirst();
    assertThat(streamRecord.getEventName()).isEqualTo("INSERT");
    assertThat(streamRecord.getEventSourceARN()).isEqualTo(STREAM_ARN);
    assertThat(streamRecord.getUserIdentity()).isNull();
    assertThat(streamRecord.getDynamodb().getKeys())
        .isEqualTo(Map.of("Id", new AttributeValue().withN("1")));
    assertThat(streamRecord.getDynamodb().getNewImage())
        .isEqualTo(
            Map.of(
                "Id",
                new AttributeValue().withN("1"),
                "name",
                new AttributeValue().withS("item 1")));
    assertThat(streamRecord.getDynamodb().getOldImage()).isNull();
    assertThat(streamRecord.getDynamodb().getSequenceNumber()).isEqualTo("100000000000007000003");
    assertThat(streamRecord.getDynamodb().getApproximateCreationDateTime())
        .isEqualTo(Date.from(Instant.ofEpochSecond(1_700_000_000)));
    assertThat(call.context().getFunctionName()).isEqualTo("audit");
    assertThat(call.context().getInvokedFunctionArn()).isEqualTo(ARNS.function("audit"));
    assertThat(call.context().getRemainingTimeInMillis()).isEqualTo(60_000);
    assertThat(call.context().getAwsRequestId()).hasSize(36);
    assertThat(call.threadName()).startsWith("headwater-function-audit-");
  }

  @Test
  void javaFunction_itemExpired_seesTheServiceAsTheUser() throws Exception {
    load("audit { class = \"%sRecording\" }".formatted(HANDLERS));
    var expired =
        new Change(
            new Position(7, 3),
            Kind.REMOVE,
            FakeChangeFeed.keys(1),
            null,
            EncodedItem.of(FakeChangeFeed.item(1)),
            FakeChangeFeed.COMMITTED_AT_MILLIS,
            true);
    var streamRecord = StreamRecord.of(expired, StreamViewType.NEW_AND_OLD_IMAGES, "orders");

    invoke("audit", new Invocation(List.of(streamRecord), STREAM_ARN)).get(10, TimeUnit.SECONDS);

    var call = requireNonNull(Handlers.Recording.CALLS.poll(10, TimeUnit.SECONDS));
    var identity = call.event().getRecords().getFirst().getUserIdentity();
    assertThat(identity.getType()).isEqualTo("Service");
    assertThat(identity.getPrincipalId()).isEqualTo("dynamodb.amazonaws.com");
  }

  @Test
  void javaFunction_throwsAnError_failsItsCallOnly() {
    load("audit { class = \"%sThrowing\" }".formatted(HANDLERS));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> invoke("audit").join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(FunctionFailedException.class)
          .hasMessageContaining("com/example/Missing");
    }
  }

  @Test
  void javaFunction_hangs_isInterruptedAndHoldsUpNobodyElse() throws Exception {
    load(
        """
        stuck { class = "%1$sHanging", timeout = 10ms }
        audit { class = "%1$sRecording" }
        """
            .formatted(HANDLERS));

    var stuck = invoke("stuck");

    assertThat(Handlers.Hanging.INTERRUPTED.await(10, TimeUnit.SECONDS)).isTrue();
    invoke("audit").get(10, TimeUnit.SECONDS);
    assertThat(requireNonNull(Handlers.Recording.CALLS.poll(10, TimeUnit.SECONDS)).event())
        .isNotNull();
    assertThat(stuck).as("a call that has not returned is under way").isNotDone();
    Handlers.Hanging.RELEASED.countDown();
    assertThatThrownBy(stuck::join).hasMessageContaining("timed out after 10 ms");
  }

  @Test
  void javaFunction_fromJars_seesItsOwnClassesAndTheLambdaApiOnly(@TempDir Path directory)
      throws Exception {
    String resource = Handlers.Isolated.class.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(directory.resolve("function.jar")));
        var bytes = Handlers.class.getClassLoader().getResourceAsStream(resource)) {
      jar.putNextEntry(new JarEntry(resource));
      requireNonNull(bytes).transferTo(jar);
    }
    load("audit { class = \"%sIsolated\", jars = \"%s\" }".formatted(HANDLERS, directory));

    invoke("audit").get(10, TimeUnit.SECONDS);

    assertThat(System.clearProperty(Handlers.Isolated.PROPERTY))
        .isEqualTo("FunctionClassLoader false true");
  }

  @Test
  void urlFunction_called_postsTheEventsJson() throws Exception {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    load("notify { url = \"%s\" }".formatted(serve(202, requests)));

    invoke("notify").get(10, TimeUnit.SECONDS);

    assertThat(requests.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            "POST application/json "
                + new String(
                    LambdaEventJson.toBytes(INVOCATION.records(), STREAM_ARN, "us-east-1"), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 404, 500})
  void urlFunction_answersNoSuccess_fails(int status) throws IOException {
    load("notify { url = \"%s\" }".formatted(serve(status, new LinkedBlockingQueue<>())));

    assertThatThrownBy(() -> invoke("notify").join())
        .hasCauseInstanceOf(FunctionFailedException.class)
        .hasMessageEndingWith("answered " + status);
  }

  @Test
  void urlFunction_neverAnswers_failsAfterTheTimeout() throws IOException {
    try (var silent = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      load(
          "notify { url = \"http://127.0.0.1:%d/\", timeout = 50ms }"
              .formatted(silent.getLocalPort()));

      assertThatThrownBy(() -> invoke("notify").get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void urlFunction_redirected_isNotFollowed() throws IOException {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    String target = serve(200, requests);
    try (var redirecting =
        RespondingServer.start(
            "HTTP/1.1 307 Moved\r\nLocation: " + target + "\r\nContent-Length: 0\r\n\r\n")) {
      load("notify { url = \"%s\" }".formatted(redirecting.url()));

      assertThatThrownBy(() -> invoke("notify").join()).hasMessageEndingWith("answered 307");
      assertThat(requests).isEmpty();
    }
  }

  @Test
  void urlFunction_answersTooMuch_failsWhileItIsRead() throws IOException {
    try (var endless =
        RespondingServer.start(
            "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(2_000))) {
      load(
          "notify { url = \"%s\" } }, headwater.triggers { max-response-bytes = 1000"
              .formatted(endless.url()));

      assertThatThrownBy(() -> invoke("notify").get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FunctionFailedException.class)
          .hasMessageEndingWith("answered more than 1000 bytes");
    }
  }

  @Test
  void urlFunction_bodyThatDoesNotEnd_failsAfterTheTimeout() throws IOException {
    try (var slow =
        RespondingServer.start("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nstart")) {
      load("notify { url = \"%s\", timeout = 100ms }".formatted(slow.url()));

      assertThatThrownBy(() -> invoke("notify").get(10, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.99.99/latest/meta-data/",
        "https://169.254.0.1/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.99.99]/",
        "http://[::169.254.99.99]/",
        "http://[64:ff9b::a9fe:6363]/",
      })
  void urlFunction_linkLocalAddress_isRefusedAtLoadAndAtConnect(String url) {
    assertThatThrownBy(() -> load("notify { url = \"%s\" }".formatted(url)))
        .isInstanceOf(FunctionConfigurationException.class)
        .hasMessageContaining("link-local address");
    var function =
        new HttpFunction(
            TEST_KIT.system(), URI.create(url), "us-east-1", Duration.ofSeconds(10), 1_000);

    assertThatThrownBy(() -> function.invoke(INVOCATION).toCompletableFuture().join())
        .hasStackTraceContaining("link-local address");
  }

  @Test
  void find_unknownName_isNull() {
    load("");

    assertThat(requireNonNull(registry).find("nobody")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          f { class = "no.such.Class" }                  | no class no.such.Class in its jars
          f { class = "java.lang.String" }               | java.lang.String does not implement
          f { class = "HANDLERS.NeedsParameter" }        | has no public constructor without parameters
          f { class = "HANDLERS.BadConstructor" }        | constructor threw java.lang.IllegalStateException: no database
          f { class = "x", jars = "/no/such/directory" } | jars: no directory at /no/such/directory
          f { class = "x", url = "http://h/" }           | expected either class or url
          f { }                                          | expected either class or url
          f { url = "ftp://h/" }                         | expected an http or https URL
          f { url = "http://user:secret@h/" }            | expected an http or https URL
          f { url = "http://h/", jars = "x" }            | jars belongs to class
          f { url = "http://h/", retries = 3 }           | unknown setting 'retries'
          f { url = "http://h/", timeout = 901s }        | expected a timeout of more than 0 and at most 900 s
          f { url = [1] }                                | url has type LIST rather than STRING
          f = 3                                          | expected { class =
          "a.b" { url = "http://h/" }                    | a function's name has 1 to 64
          """)
  void load_badFunction_saysWhichAndWhy(String functions, String problem) {
    assertThatThrownBy(() -> load(functions.replace("HANDLERS.", HANDLERS)))
        .isInstanceOf(FunctionConfigurationException.class)
        .hasMessageStartingWith("headwater.functions." + (functions.startsWith("\"") ? "a.b" : "f"))
        .hasMessageContaining(problem);
  }

  @Test
  void load_directoryWithoutJars_isRefused(@TempDir Path directory) {
    assertThatThrownBy(() -> load("f { class = \"x\", jars = \"%s\" }".formatted(directory)))
        .isInstanceOf(FunctionConfigurationException.class)
        .hasMessageContaining("jars: no .jar file in " + directory);
  }

  private void load(String functions) {
    Config config =
        ConfigFactory.parseString("headwater.functions { " + functions + " }")
            .withFallback(ConfigFactory.load());
    registry = FunctionRegistry.load(config, TEST_KIT.system(), ARNS, CLOCK);
  }

  private CompletableFuture<Void> invoke(String functionName) {
    return invoke(functionName, INVOCATION);
  }

  private CompletableFuture<Void> invoke(String functionName, Invocation invocation) {
    var function = requireNonNull(requireNonNull(registry).find(functionName));
    return function.invoke(invocation).toCompletableFuture();
  }

  private String serve(int status, BlockingQueue<String> requests) throws IOException {
    var started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    started.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    started.start();
    server = started;
    return "http://127.0.0.1:" + started.getAddress().getPort() + "/hook";
  }
}
