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
        "gzip, deflate, br",
        "gzip;q=1.0",
        "gzip ; q=0.001",
        "gzip;Q=0.5",
        "br;q=1, gzip;q=0.2",
        "identity;q=0.5, gzip;q=0.2",
        "identity, gzip;q=0.1",
        "deflate;q=0.2, gzip;q=0.4",
        "gzip;q=0.5, deflate;q=0.5",
        "deflate;q=0.5, gzip;q=0.1, gzip;q=0.6",
        "gzip;q=2",
        "gzip;q=NaN",
        "gzip;q=",
        "gzip;q=x",
        "deflate;q=0.9, gzip;q=2",
        "gzip;q=1;q=0",
        "gzip;level=9;q=0.5, gzip;q=0.1",
        "*",
        "br, *;q=0.1",
        "*;q=0.5, gzip;q=0.6",
        "*;q=0.5, gzip;q=0.5"
      })
  void preferred_gzipOfTheHighestWeight_isGzip(String header) {
    assertThat(AcceptEncoding.preferred(header)).isEqualTo(ContentCoding.GZIP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deflate",
        "deflate,gzip",
        "deflate;q=0.5, gzip;q=0.4",
        "deflate;q=0.5, gzip;q=0.5",
        "gzip;q=0, deflate;q=0.1",
        "gzip;level=9;q=0.5, deflate;q=0.1",
        "*, gzip;q=0.5",
        "gzip;q=0.5, *;q=0.6",
        "gzip;q=0, *"
      })
  void preferred_deflateOfTheHighestWeight_isDeflate(String header) {
    assertThat(AcceptEncoding.preferred(header)).isEqualTo(ContentCoding.DEFLATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ";",
        "identity",
        "x-gzip",
        "br",
        "gzipped",
        "gzip;q=0",
        "gzip;q=0.000",
        "gzip;q=-1",
        "gzip;q=0;q=1",
        "gzip;level=9",
        "gzip;level=9;q=0.5",
        "*;q=0"
      })
  void preferred_refusedOrUnknown_isNone(String header) {
    assertThat(AcceptEncoding.preferred(header)).isNull();
  }

  @Test
  void preferred_noHeader_isNone() {
    assertThat(AcceptEncoding.preferred(null)).isNull();
  }
}
