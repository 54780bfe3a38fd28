package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.HttpFuzz;
import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form; {@code load-tests/run fuzz-http} is the long one. */
final class HttpFuzzIT {
  private static final long SEED = 20_120_810;
  private static final int REQUESTS = 3_000;

  @TempDir private Path directory;

  @Test
  void anyRequest_damaged_isAnsweredByTheModelAndTheServerGoesOn() throws Exception {
    try (var server = TestServer.start(directory)) {
      Map<String, Integer> outcomes = new HttpFuzz(server.address(), SEED).run(REQUESTS);

      // Nothing would be tested if all were refused at the same door.
      assertThat(outcomes)
          .containsKeys("OK", "SerializationException", "ValidationException", "404", "HTTP 400");
      assertThat(outcomes.get("OK")).isGreaterThan(REQUESTS / 20);
      assertThat(outcomes.get("ValidationException")).isGreaterThan(REQUESTS / 5);
    }
  }
}
