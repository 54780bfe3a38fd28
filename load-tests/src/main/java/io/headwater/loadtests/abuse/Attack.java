package io.headwater.loadtests.abuse;

import java.io.IOException;
import java.net.InetSocketAddress;

/** One way to use up a server's processors, memory or connections. */
interface Attack {
  String title();

  /** Makes the tables and items that the attack needs. */
  default void prepare(InetSocketAddress endpoint) throws IOException {}

  /** Opens one attacker; several run at the same time. */
  Attacker open(InetSocketAddress endpoint) throws IOException;

  /** One client of an attack, for one thread. */
  interface Attacker extends AutoCloseable {
    /**
     * Sends the next piece of the attack. An exception means that the server ended the connection,
     * and the attacker is opened again.
     */
    void attack() throws IOException;

    @Override
    void close() throws IOException;
  }
}
