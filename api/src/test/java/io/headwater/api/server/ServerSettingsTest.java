package io.headwater.api.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that a start accepts and those that it refuses. */
final class ServerSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "localhost", "::1"})
  void load_loopback_needsNoPermission(String host) {
    assertThat(load(Map.of("headwater.http.host", host)).http().host()).isEqualTo(host);
  }

  @Test
  void start_allInterfacesWithPermission_serves(@TempDir Path directory) {
    try (var server =
        TestServer.start(
            directory,
            Map.of(
                "headwater.http.host", "0.0.0.0", "headwater.http.allow-unauthenticated", true))) {
      assertThat(server.address().getPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"db.example.com:8000", "http://db.example.com", "*", "a b", "[::1]", ""})
  void load_allowedHostThatIsNoName_isRefused(String host) {
    assertThatThrownBy(() -> load(Map.of("headwater.http.allowed-hosts", List.of(host))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headwater.http.allowed-hosts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "null", "app.example.com", "https://app.example.com/", "https://*"})
  void load_allowedOriginThatIsNone_isRefused(String origin) {
    assertThatThrownBy(() -> load(Map.of("headwater.http.allowed-origins", List.of(origin))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headwater.http.allowed-origins");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 0.76, 1, Double.NaN})
  void load_memoryShareOutOfRange_isRefused(double share) {
    assertThatThrownBy(() -> load(Map.of("headwater.http.memory-share", share)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headwater.http.memory-share must be more than 0");
  }

  @Test
  void load_arns_areOfAnyAccountUnlessStrict() {
    assertThat(load(Map.of()).arnRules().strict()).isFalse();
    assertThat(load(Map.of("headwater.arns", "strict")).arnRules().strict()).isTrue();
    assertThatThrownBy(() -> load(Map.of("headwater.arns", "own")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("headwater.arns must be any or strict");
  }

  private static ServerSettings load(Map<String, ?> flags) {
    return ServerSettings.load((@Nullable Path) null, flags);
  }
}
