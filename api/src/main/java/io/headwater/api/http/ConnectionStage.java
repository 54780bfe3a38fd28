package io.headwater.api.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of each connection, one after the other, and ends all connections together.
 *
 * <p>A response that can no longer be sent, because the connection ended first, is discarded, so
 * that what it holds is released. {@code mapAsync} would only drop it.
 */
final class ConnectionStage
    extends AbstractGraphStageWithMaterializedValue<
        FlowShape<HttpRequest, HttpResponse>, CompletionStage<Done>> {
  private final Inlet<HttpRequest> in = Inlet.create("Connection.in");
  private final Outlet<HttpResponse> out = Outlet.create("Connection.out");
  private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(in, out);

  private final ActorSystem<?> system;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Done> stopped = new CompletableFuture<>();
  private volatile boolean stopping;

  /**
   * A stage for any number of connections.
   *
   * @param handler answers every request; its stage never fails
   */
  ConnectionStage(
      ActorSystem<?> system, Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    this.system = system;
    this.handler = handler;
  }

  @Override
  public FlowShape<HttpRequest, HttpResponse> shape() {
    return shape;
  }

  /** The materialized value completes when the connection is closed. */
  @Override
  public Pair<GraphStageLogic, CompletionStage<Done>> createLogicAndMaterializedValuePair(
      Attributes attributes) {
    var connection = new Connection();
    return Pair.create(connection, connection.closed);
  }

  /**
   * Closes every connection once its request under way is answered, or after a time. Completes when
   * all are closed.
   */
  CompletionStage<Done> stop(Duration timeout) {
    stopping = true;
    open.forEach(connection -> connection.stopRequested.invoke(Done.getInstance()));
    completeIfStopped();
    system
        .scheduler()
        .scheduleOnce(
            timeout,
            () ->
                open.forEach(connection ->
                    connection.failed.invoke(new TimeoutException("The server stops"))),
            system.executionContext());
    return stopped;
  }

  private void completeIfStopped() {
    if (stopping && open.isEmpty()) {
      stopped.complete(Done.getInstance());
    }
  }

  private final class Connection extends GraphStageLogic {
    /** A response that came later than its request, until it is sent or discarded. */
    private final AtomicReference<@Nullable HttpResponse> undelivered = new AtomicReference<>();

    private final AsyncCallback<HttpResponse> answered = createAsyncCallback(_ -> deliver());

    private final AsyncCallback<Throwable> failed = createAsyncCallback(this::failStage);

    private final AsyncCallback<Done> stopRequested = createAsyncCallback(_ -> endIfIdle());

    private final CompletableFuture<Done> closed = new CompletableFuture<>();

    private boolean answering;
    private volatile boolean ended;

    Connection() {
      super(shape);
      setHandler(in, new Requests());
      setHandler(out, new Requests());
    }

    @Override
    public void preStart() {
      open.add(this);
      if (stopping) {
        complete(out);
      }
    }

    /** Has the connection closed after the last response. */
    private void endIfIdle() {
      if (!answering) {
        complete(out);
      }
    }

    private void answer(HttpRequest request) {
      var answer = handler.apply(request).toCompletableFuture();
      if (answer.isDone()) {
        push(out, answer.join());
        return;
      }
      answering = true;
      var _ =
          answer.whenComplete((response, failure) -> {
            if (failure != null) {
              failed.invoke(failure);
              return;
            }
            undelivered.set(response);
            answered.invoke(response);
            if (ended) {
              discardUndelivered();
            }
          });
    }

    private void deliver() {
      HttpResponse response = undelivered.getAndSet(null);
      if (response != null) {
        answering = false;
        push(out, response);
        if (isClosed(in)) {
          completeStage();
        } else if (stopping) {
          complete(out);
        }
      }
    }

    private void discardUndelivered() {
      HttpResponse response = undelivered.getAndSet(null);
      if (response != null) {
        response.discardEntityBytes(system);
      }
    }

    @Override
    public void postStop() {
      ended = true;
      discardUndelivered();
      open.remove(this);
      closed.complete(Done.getInstance());
      completeIfStopped();
    }

    private final class Requests extends AbstractInOutHandler {
      @Override
      public void onPush() {
        answer(grab(in));
      }

      @Override
      public void onPull() {
        if (!answering && !hasBeenPulled(in)) {
          tryPull(in);
        }
      }

      @Override
      public void onUpstreamFinish() {
        if (!answering) {
          completeStage();
        }
      }
    }
  }
}
