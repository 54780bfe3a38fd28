package io.headwater.loadtests.abuse;

import io.headwater.loadtests.abuse.Attack.Attacker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The threads of one attack. They go on until they are closed, whatever the server answers. */
final class Attackers implements AutoCloseable {
  private static final Duration BEFORE_OPENING_AGAIN = Duration.ofMillis(20);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

  private final Attack attack;
  private final InetSocketAddress endpoint;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private Attackers(Attack attack, InetSocketAddress endpoint) {
    this.attack = attack;
    this.endpoint = endpoint;
  }

  static Attackers start(Attack attack, InetSocketAddress endpoint, int count) {
    var attackers = new Attackers(attack, endpoint);
    for (int i = 0; i < count; i++) {
      attackers.threads.add(Thread.ofPlatform().daemon().start(attackers::run));
    }
    return attackers;
  }

  private void run() {
    while (!stopped) {
      try (Attacker attacker = attack.open(endpoint)) {
        while (!stopped) {
          attacker.attack();
        }
      } catch (IOException _) {
        LockSupport.parkNanos(BEFORE_OPENING_AGAIN.toNanos());
      }
    }
  }

  /** Stops the attack and waits until the last request of each attacker is answered. */
  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join(STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while an attack was to end", e);
    }
  }
}
