package io.headwater.loadtests.rival;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A server of the DynamoDB API over a data directory of its own. It can be started again. */
public interface Rival extends AutoCloseable {
  String name();

  /** Starts the server and waits for its first answer; answers how long that took. */
  Duration start();

  InetSocketAddress endpoint();

  /** The running process's number; {@link ProcessFigures} tells more of it. */
  long processId();

  /** CPU time that the running process has used. */
  Duration cpuTime();

  /** Asks the process to end and waits until it has. */
  void stop();

  /** Ends the process as {@code kill -9} does. */
  void kill();

  /** Ends the process if it runs. */
  @Override
  void close();
}
