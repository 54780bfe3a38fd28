package io.headwater.streams.trigger.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Functions as users write them. They are made by class name, so tests meet them in statics. */
public final class Handlers {
  private Handlers() {}

  /** What a handler was called with. */
  public record Call(DynamodbEvent event, Context context, String threadName) {}

  /** Tells the test of each call. */
  public static final class Recording implements RequestHandler<DynamodbEvent, String> {
    static final BlockingQueue<Call> CALLS = new LinkedBlockingQueue<>();

    @Override
    public String handleRequest(DynamodbEvent event, Context context) {
      CALLS.add(new Call(event, context, Thread.currentThread().getName()));
      context.getLogger().log("handled " + event.getRecords().size());
      return "ignored";
    }
  }

  /** Throws an error, not only an exception. */
  public static final class Throwing implements RequestHandler<DynamodbEvent, Void> {
    @Override
    public Void handleRequest(DynamodbEvent event, Context context) {
      throw new NoClassDefFoundError("com/example/Missing");
    }
  }

  /** Hangs, ignores interrupts, and ends when the test says so. */
  public static final class Hanging implements RequestHandler<DynamodbEvent, String> {
    static final CountDownLatch INTERRUPTED = new CountDownLatch(1);
    static final CountDownLatch RELEASED = new CountDownLatch(1);

    @Override
    public String handleRequest(DynamodbEvent event, Context context) {
      while (true) {
        try {
          RELEASED.await();
          return "done";
        } catch (InterruptedException _) {
          INTERRUPTED.countDown();
        }
      }
    }
  }

  /** Tells which loader it came from, and what it sees of the database. */
  public static final class Isolated implements RequestHandler<DynamodbEvent, String> {
    static final String PROPERTY = "headwater.test.isolated";

    @Override
    public String handleRequest(DynamodbEvent event, Context context) {
      boolean seesDatabase;
      try {
        Class.forName("io.headwater.actors.model.Item", false, getClass().getClassLoader());
        seesDatabase = true;
      } catch (ClassNotFoundException _) {
        seesDatabase = false;
      }
      boolean ownContextLoader =
          getClass().getClassLoader().equals(Thread.currentThread().getContextClassLoader());
      System.setProperty(
          PROPERTY,
          getClass().getClassLoader().getClass().getSimpleName()
              + " "
              + seesDatabase
              + " "
              + ownContextLoader);
      return "done";
    }
  }

  /** Cannot be made. */
  public static final class BadConstructor implements RequestHandler<DynamodbEvent, String> {
    public BadConstructor() {
      throw new IllegalStateException("no database");
    }

    @Override
    public String handleRequest(DynamodbEvent event, Context context) {
      return "never";
    }
  }

  /** Has no constructor that anybody could call. */
  public static final class NeedsParameter implements RequestHandler<DynamodbEvent, String> {
    private final Map<String, String> settings;

    public NeedsParameter(Map<String, String> settings) {
      this.settings = new ConcurrentHashMap<>(settings);
    }

    @Override
    public String handleRequest(DynamodbEvent event, Context context) {
      return settings.toString();
    }
  }
}
