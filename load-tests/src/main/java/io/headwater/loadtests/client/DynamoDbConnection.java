package io.headwater.loadtests.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection on a blocking socket, for one thread. A request is one write
 * with the headers that an AWS SDK sends; an answer is read into a buffer that is used again.
 *
 * <p>An exception leaves the connection unusable and the outcome of the request unknown.
 */
public final class DynamoDbConnection implements AutoCloseable {
  private static final String DYNAMODB = "DynamoDB_20120810.";
  private static final String STREAMS = "DynamoDBStreams_20120810.";

  /** Longer than any answer that a healthy server of these tests needs. */
  private static final int ANSWER_TIMEOUT_MILLIS = 30_000;

  private static final byte[] CONTENT_LENGTH =
      "content-length:".getBytes(StandardCharsets.ISO_8859_1);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final String host;
  private final Map<String, byte[]> headOfTarget = new HashMap<>();
  private byte[] buffer = new byte[64 * 1024];
  private int filled;

  private DynamoDbConnection(Socket socket, InetSocketAddress endpoint) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.host = endpoint.getHostString() + ":" + endpoint.getPort();
  }

  public static DynamoDbConnection open(InetSocketAddress endpoint) throws IOException {
    var socket = new Socket(endpoint.getAddress(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
    return new DynamoDbConnection(socket, endpoint);
  }

  /** Calls an operation of DynamoDB, such as {@code PutItem}. */
  public Response call(String operation, String body) throws IOException {
    return send(headOfTarget.computeIfAbsent(DYNAMODB + operation, this::headOf), body);
  }

  /** Calls an operation of DynamoDB Streams, such as {@code GetRecords}. */
  public Response callStreams(String operation, String body) throws IOException {
    return send(headOfTarget.computeIfAbsent(STREAMS + operation, this::headOf), body);
  }

  /** Posts JSON to a path, as the calls of AWS Lambda do. */
  public Response post(String path, String body) throws IOException {
    String head =
        "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: application/json\r\n";
    return send((head + authorization("lambda")).getBytes(StandardCharsets.ISO_8859_1), body);
  }

  private byte[] headOf(String target) {
    String head =
        "POST / HTTP/1.1\r\n"
            + ("Host: " + host + "\r\n")
            + "amz-sdk-invocation-id: 0b8f1b4c-6f0e-4c87-9d2c-6d9d6a0f3a52\r\n"
            + "amz-sdk-request: attempt=1; max=3\r\n"
            + "Content-Type: application/x-amz-json-1.0\r\n"
            + "User-Agent: aws-sdk-java/2.41.0 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1"
            + " lang/java#25 md/OpenJDK_64-Bit_Server_VM#25 md/vendor#x m/D,N\r\n"
            + ("X-Amz-Target: " + target + "\r\n");
    return (head + authorization("dynamodb")).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Ends in the name of the one header whose value differs from request to request. */
  private static String authorization(String service) {
    return "X-Amz-Date: 20260101T000000Z\r\n"
        + ("Authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/" + service)
        + "/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature="
        + ("0".repeat(64) + "\r\n")
        + "Content-Length: ";
  }

  private Response send(byte[] head, String body) throws IOException {
    byte[] bodyBytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] length = (bodyBytes.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + length.length + bodyBytes.length);
    System.arraycopy(length, 0, request, head.length, length.length);
    System.arraycopy(bodyBytes, 0, request, head.length + length.length, bodyBytes.length);
    out.write(request);
    return receive();
  }

  private Response receive() throws IOException {
    filled = 0;
    int headEnd = readHead();
    int bodyLength = contentLength(headEnd);
    fillTo(headEnd + bodyLength);
    return new Response(status(), Arrays.copyOfRange(buffer, headEnd, headEnd + bodyLength));
  }

  /** Reads until the empty line is there; answers where the body begins. */
  private int readHead() throws IOException {
    int searched = 3;
    while (true) {
      fillTo(Math.max(filled, searched) + 1);
      for (; searched < filled; searched++) {
        if (buffer[searched] == '\n'
            && buffer[searched - 1] == '\r'
            && buffer[searched - 2] == '\n') {
          return searched + 1;
        }
      }
    }
  }

  private void fillTo(int wanted) throws IOException {
    if (wanted > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(wanted, 2 * buffer.length));
    }
    while (filled < wanted) {
      int count = in.read(buffer, filled, buffer.length - filled);
      if (count < 0) {
        throw new EOFException("The server closed the connection");
      }
      filled += count;
    }
  }

  private int status() {
    return Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.ISO_8859_1));
  }

  private int contentLength(int headEnd) throws ProtocolException {
    for (int line = 0; line < headEnd; line = nextLine(line)) {
      if (startsWithContentLength(line)) {
        int from = line + CONTENT_LENGTH.length;
        int to = nextLine(line);
        return Integer.parseInt(
            new String(buffer, from, to - from, StandardCharsets.ISO_8859_1).strip());
      }
    }
    throw new ProtocolException("An answer without Content-Length");
  }

  private int nextLine(int position) {
    int next = position;
    while (buffer[next] != '\n') {
      next++;
    }
    return next + 1;
  }

  private boolean startsWithContentLength(int line) {
    for (int i = 0; i < CONTENT_LENGTH.length; i++) {
      byte b = buffer[line + i];
      int lower = b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
      if (lower != CONTENT_LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
