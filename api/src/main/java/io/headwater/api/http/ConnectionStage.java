package io.headwater.api.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection, one after the other.
 *
 * <p>A response that can no longer be sent, because the connection ended first, is discarded, so
 * that what it holds is released. {@code mapAsync} would only drop it.
 */
final class ConnectionStage extends GraphStage<FlowShape<HttpRequest, HttpResponse>> {
  private final Inlet<HttpRequest> in = Inlet.create("Connection.in");
  private final Outlet<HttpResponse> out = Outlet.create("Connection.out");
  private final FlowShape<HttpRequest, HttpResponse> shape = FlowShape.of(in, out);

  private final ActorSystem<?> system;
  private final Function<HttpRequest, CompletionStage<HttpResponse>> handler;

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

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Connection();
  }

  private final class Connection extends GraphStageLogic {
    /** A response that came later than its request, until it is sent or discarded. */
    private final AtomicReference<@Nullable HttpResponse> undelivered = new AtomicReference<>();

    private final AsyncCallback<HttpResponse> answered = createAsyncCallback(_ -> deliver());

    private final AsyncCallback<Throwable> failed = createAsyncCallback(this::failStage);

    private boolean answering;
    private volatile boolean ended;

    Connection() {
      super(shape);
      setHandler(in, new Requests());
      setHandler(out, new Requests());
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
