package io.headwater.loadtests.soak;

import java.net.InetSocketAddress;

/** A server that can be made to die without warning, and started again on what it left. */
public interface CrashTarget extends AutoCloseable {
  /** Starts the server on what the last crash left; returns when it answers. */
  void start();

  InetSocketAddress endpoint();

  /** Ends the server as the fault does. What it says during this call counts for nothing. */
  void crash();

  /** Ends the server if it runs. */
  @Override
  void close();
}
