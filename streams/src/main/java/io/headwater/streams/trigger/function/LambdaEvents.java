package io.headwater.streams.trigger.function;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.model.AttributeValue.B;
import io.headwater.actors.model.AttributeValue.BS;
import io.headwater.actors.model.AttributeValue.Bool;
import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.M;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.Null;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.AttributeValue.SS;
import io.headwater.actors.model.Bytes;
import io.headwater.actors.model.Item;
import io.headwater.streams.record.StreamRecord;
import io.headwater.streams.trigger.function.StreamFunction.Invocation;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stream records as the event class of the AWS Lambda library, without a detour through JSON. */
final class LambdaEvents {
  private LambdaEvents() {}

  /** A new event for each call, because handlers may change what they are given. */
  static DynamodbEvent event(Invocation invocation, String awsRegion) {
    var records = new ArrayList<DynamodbStreamRecord>(invocation.records().size());
    for (StreamRecord record : invocation.records()) {
      records.add(record(record, invocation.streamArn(), awsRegion));
    }
    var event = new DynamodbEvent();
    event.setRecords(records);
    return event;
  }

  private static DynamodbStreamRecord record(
      StreamRecord record, String streamArn, String awsRegion) {
    var lambdaRecord = new DynamodbStreamRecord();
    lambdaRecord.setEventID(record.eventId());
    lambdaRecord.setEventName(record.eventName().name());
    lambdaRecord.setEventVersion(StreamRecord.EVENT_VERSION);
    lambdaRecord.setEventSource(StreamRecord.EVENT_SOURCE);
    lambdaRecord.setAwsRegion(awsRegion);
    lambdaRecord.setDynamodb(change(record));
    lambdaRecord.setEventSourceARN(streamArn);
    if (record.expired()) {
      lambdaRecord.setUserIdentity(
          new Identity()
              .withType(StreamRecord.EXPIRY_IDENTITY_TYPE)
              .withPrincipalId(StreamRecord.EXPIRY_PRINCIPAL_ID));
    }
    return lambdaRecord;
  }

  @SuppressWarnings("JavaUtilDate") // The library's type.
  private static com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord change(
      StreamRecord record) {
    var change = new com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord();
    change.setApproximateCreationDateTime(
        Date.from(Instant.ofEpochSecond(record.createdAtSeconds())));
    change.setKeys(attributes(record.keys()));
    change.setNewImage(image(record.newImage()));
    change.setOldImage(image(record.oldImage()));
    change.setSequenceNumber(record.sequenceNumber().format());
    change.setSizeBytes(record.sizeBytes());
    change.setStreamViewType(StreamViewType.fromValue(record.viewType().name()));
    return change;
  }

  private static @Nullable Map<String, AttributeValue> image(@Nullable EncodedItem image) {
    return image == null ? null : attributes(image.item());
  }

  private static Map<String, AttributeValue> attributes(Item item) {
    return values(item.attributes());
  }

  private static Map<String, AttributeValue> values(
      Map<String, io.headwater.actors.model.AttributeValue> attributes) {
    var values = new LinkedHashMap<String, AttributeValue>();
    attributes.forEach((name, value) -> values.put(name, value(value)));
    return values;
  }

  private static AttributeValue value(io.headwater.actors.model.AttributeValue value) {
    var lambdaValue = new AttributeValue();
    return switch (value) {
      case S(var text) -> lambdaValue.withS(text);
      case N number -> lambdaValue.withN(number.toPlainString());
      case B(var bytes) -> lambdaValue.withB(buffer(bytes));
      case Bool(var truth) -> lambdaValue.withBOOL(truth);
      case Null _ -> lambdaValue.withNULL(true);
      case SS(var texts) -> lambdaValue.withSS(List.copyOf(texts));
      case NS(var numbers) ->
          lambdaValue.withNS(numbers.stream().map(BigDecimal::toPlainString).toList());
      case BS(var elements) ->
          lambdaValue.withBS(elements.stream().map(LambdaEvents::buffer).toList());
      case L(var elements) ->
          lambdaValue.withL(elements.stream().map(LambdaEvents::value).toList());
      case M(var attributes) -> lambdaValue.withM(values(attributes));
    };
  }

  private static ByteBuffer buffer(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}
