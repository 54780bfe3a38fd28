package io.headwater.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AcceptEncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZip",
        "x-gzip",
        "gzip, deflate, br",
        "deflate,gzip",
        "gzip;q=1.0",
        "gzip ; q=0.001",
        "gzip;Q=0.5",
        "gzip;level=9;q=0.5",
        "br;q=1, gzip;q=0.2, *;q=0",
        "gzip;q=0.5, identity;q=0.5",
        "identity;q=0.3,gzip;q=0.5",
        "gzip, identity;q=0"
      })
  void wantsGzip_namedAndNotRefused_does(String header) {
    assertThat(AcceptEncoding.wantsGzip(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "*",
        "identity",
        "deflate",
        "gzipped",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip; q=0, *",
        "gzip;q=0.4, identity;q=0.5",
        "gzip;q=0.9, identity",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=NaN",
        "gzip;q=",
        "gzip;q=x"
      })
  void wantsGzip_refusedOrNotNamed_doesNot(String header) {
    assertThat(AcceptEncoding.wantsGzip(header)).isFalse();
  }

  @Test
  void wantsGzip_noHeader_doesNot() {
    assertThat(AcceptEncoding.wantsGzip(null)).isFalse();
  }
}
