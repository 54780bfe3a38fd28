package io.headwater.api.server;

import com.typesafe.config.ConfigFactory;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/**
 * Does ahead, on a thread of its own, what takes long at every start and hangs on no setting: the
 * defaults of all libraries are read, and so are the certificates that HTTPS clients trust. Whoever
 * needs one of them later finds it, or waits for it. It is a matter of time only.
 */
public final class StartAhead {
  private StartAhead() {}

  /** Begins with it and returns at once. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("headwater-start-ahead").start(StartAhead::run);
  }

  private static void run() {
    ConfigFactory.defaultReferenceUnresolved();
    ConfigFactory.defaultReference();
    try {
      SSLContext.getDefault().createSSLEngine();
    } catch (NoSuchAlgorithmException e) {
      // Nobody may ever need it; who does will hear of it.
      return;
    }
  }
}
