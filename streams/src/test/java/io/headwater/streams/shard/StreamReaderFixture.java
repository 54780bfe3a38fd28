package io.headwater.streams.shard;

import static io.headwater.streams.testing.FakeCatalog.shard;
import static io.headwater.streams.testing.FakeCatalog.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.headwater.actors.catalog.StreamDefinition;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import io.headwater.streams.testing.FakeCatalog;
import io.headwater.streams.testing.FakeChangeFeed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;

/** A reader over a stream of one shard, whose catalog, changes and clock the tests decide. */
abstract class StreamReaderFixture {
  static final String LABEL = "2026-01-01T00:00:00.000";
  static final ResourceArns ARNS = new ResourceArns("us-east-1", "000000000000");
  static final String ARN = ARNS.stream("orders", LABEL);
  static final String P = "p1";

  final FakeCatalog catalog = new FakeCatalog();
  final FakeChangeFeed feed = new FakeChangeFeed();
  Instant now = Instant.parse("2026-01-02T03:04:05Z");
  final InstantSource clock = () -> now;
  final StreamReader reader = new StreamReader(catalog, feed, ARNS, clock);
  final StreamDefinition orders = stream("orders", LABEL, shard(P));

  @BeforeEach
  void putStream() {
    catalog.put(orders);
  }

  static void assertFailure(Callable<?> call, ErrorCode code, String message) {
    assertThat(failure(call).error().code()).isEqualTo(code);
    assertThat(failure(call)).hasMessage(message);
  }

  static void assertFailureCode(Callable<?> call, ErrorCode code) {
    assertThat(failure(call).error().code()).isEqualTo(code);
  }

  private static DynamoDbException failure(Callable<?> call) {
    var thrown = catchThrowable(call::call);
    var cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    assertThat(cause).isInstanceOf(DynamoDbException.class);
    return (DynamoDbException) java.util.Objects.requireNonNull(cause);
  }
}
