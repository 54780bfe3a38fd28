package io.headwater.api.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A blocking socket to a server, on which anything can be sent, and answers read one by one. */
public final class RawConnection implements AutoCloseable {
  /** Longer than any answer of a healthy server takes. */
  private static final int ANSWER_TIMEOUT_MILLIS = 30_000;

  private static final int SMALL_BUFFER_BYTES = 4096;

  private final Socket socket;
  private final InputStream in;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * What the server answered.
   *
   * @param headers by their names in lower case
   */
  @SuppressWarnings("ArrayRecordComponent") // A carrier; never compared.
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, UTF_8);
    }

    public boolean closesTheConnection() {
      return headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }
  }

  public static RawConnection open(InetSocketAddress endpoint) throws IOException {
    return connect(new Socket(), endpoint);
  }

  /** A connection on which little is received before it is read. */
  public static RawConnection openWithSmallBuffer(InetSocketAddress endpoint) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(SMALL_BUFFER_BYTES);
    return connect(socket, endpoint);
  }

  private static RawConnection connect(Socket socket, InetSocketAddress endpoint)
      throws IOException {
    socket.connect(endpoint);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
    return new RawConnection(socket);
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  public void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  /** Sends nothing more, but still reads. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** The next answer, or null if the server closed or reset the connection instead. */
  public @Nullable Answer receive() throws IOException {
    String statusLine;
    try {
      statusLine = line();
    } catch (SocketException reset) {
      return null;
    }
    if (statusLine == null) {
      return null;
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    var headers = new HashMap<String, String>();
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(status, Map.copyOf(headers), body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      var body = new ByteArrayOutputStream();
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.write(exactly(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    return exactly(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private int chunkSize() throws IOException {
    String line = line();
    if (line == null) {
      throw new EOFException("The answer ends before its last chunk");
    }
    return Integer.parseInt(line, 16);
  }

  private byte[] exactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("The answer ends after " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  /** A line without its end, or null at the end of the stream. */
  private @Nullable String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() > 0) {
          throw new EOFException("The answer ends within a line: " + line);
        }
        return null;
      }
      line.write(b);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
