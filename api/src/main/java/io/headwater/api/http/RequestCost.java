package io.headwater.api.http;

/** The memory that a request is counted with (bytes). */
final class RequestCost {
  /**
   * A body of up to this length is not counted while it arrives: it belongs to the cost of its
   * connection, as Pekko's buffers do.
   */
  static final int FREE_BODY_BYTES = 4 * 1024;

  /** A request with a small body, and a small response. */
  private static final long BASE = 16 * 1024;

  /** A body, its decoded strings, and the encoded items that wait for their partitions. */
  private static final long BODY_FACTOR = 3;

  private RequestCost() {}

  static long ofBody(long bodyBytes) {
    return bodyBytes <= FREE_BODY_BYTES ? BASE : BASE + ofBodyBytes(bodyBytes);
  }

  /** What some bytes of a longer body add. */
  static long ofBodyBytes(long bytes) {
    return BODY_FACTOR * bytes;
  }
}
