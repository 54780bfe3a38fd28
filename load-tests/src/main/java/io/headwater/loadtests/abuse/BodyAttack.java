package io.headwater.loadtests.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.headwater.api.testing.RawConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.zip.GZIPOutputStream;

/** Bodies that take far more memory than they are long, or are as long as possible. */
final class BodyAttack implements Attack {
  /** Just below the longest body (bytes). */
  private static final int LONGEST = 16 * 1024 * 1024 - 1024;

  private final String title;
  private final byte[] request;

  private BodyAttack(String title, byte[] request) {
    this.title = title;
    this.request = request;
  }

  /** A body of 16 KB that inflates to 16 MB. */
  static BodyAttack gzip() {
    var gzip = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(gzip)) {
      out.write(body(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BodyAttack(
        "gzip bodies that inflate to 16 MB",
        request("Content-Encoding: gzip\r\n", gzip.toByteArray()));
  }

  /** A body whose values take fifty times their length when they are decoded. */
  static BodyAttack tinyValues() {
    return new BodyAttack("16 MB of empty keys", request("", body("{},")));
  }

  private static byte[] body(String piece) {
    String start = "{\"RequestItems\":{\"table\":{\"Keys\":[";
    return (start + piece.repeat((LONGEST - start.length()) / piece.length()) + "{}]}}}")
        .getBytes(ISO_8859_1);
  }

  private static byte[] request(String header, byte[] body) {
    String head =
        AttackRequests.head("BatchGetItem")
            + (header + "Content-Length: " + body.length + "\r\n\r\n");
    var request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Attacker open(InetSocketAddress endpoint) throws IOException {
    return new Sender(RawConnection.open(endpoint), request);
  }

  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  private record Sender(RawConnection connection, byte[] request) implements Attacker {
    @Override
    public void attack() throws IOException {
      connection.send(request);
      if (connection.receive() == null) {
        throw new IOException("The server closed the connection");
      }
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }
}
