package io.headwater.loadtests.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server that can be made to die without warning, and started again on what it left. */
public interface CrashTarget extends AutoCloseable {
  /** Starts the server on what the last crash left; returns when it answers. */
  void start();

  InetSocketAddress endpoint();

  /**
   * Lets a load go on for a while and then lets a fault happen that the server survives, if this
   * target has one.
   *
   * @return what the server did and should not have done
   */
  default List<String> awaitFault(Duration load) throws IOException {
    LockSupport.parkNanos(load.toNanos());
    return List.of();
  }

  /** Ends the server as the fault does. What it says during this call counts for nothing. */
  void crash();

  /** Ends the server if it runs. */
  @Override
  void close();
}
