package io.headwater.api.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A function of a user's on the class path: keeps the ids of the items it hears of. */
public final class RecordingFunction implements RequestHandler<DynamodbEvent, String> {
  /** Made by class name, so the test meets it here. */
  static final BlockingQueue<String> IDS = new LinkedBlockingQueue<>();

  @Override
  public String handleRequest(DynamodbEvent event, Context context) {
    for (var change : event.getRecords()) {
      change.getDynamodb().getKeys().values().forEach(id -> IDS.add(id.getS()));
    }
    return "done";
  }
}
