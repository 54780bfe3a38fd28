package io.headwater.api.operation.item;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Updater;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.json.EncodedItemWriter;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.Item;
import io.headwater.actors.partition.WriteResult;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import org.jspecify.annotations.Nullable;

/** Which attributes a write answers, named as in the API. */
enum ReturnValues {
  NONE,
  ALL_OLD,
  UPDATED_OLD,
  ALL_NEW,
  UPDATED_NEW;

  static ReturnValues of(Structure request) {
    String wanted = request.text("ReturnValues");
    return wanted == null ? NONE : valueOf(wanted);
  }

  /**
   * For the operations that replace the whole item.
   *
   * @throws DynamoDbException a ValidationException for what only UpdateItem can answer
   */
  static ReturnValues ofReplacing(Structure request, Wording wording) {
    ReturnValues wanted = of(request);
    if (wanted != NONE && wanted != ALL_OLD) {
      throw wording.worded(
          DynamoDbException.validation("ReturnValues can only be ALL_OLD or NONE"));
    }
    return wanted;
  }

  /** What is answered of a write without an update; null: nothing. */
  @Nullable Answer attributes(WriteResult.Done done) {
    return attributes(done, null);
  }

  /** What is answered of a write; null: nothing. */
  @Nullable Answer attributes(WriteResult.Done done, @Nullable Update update) {
    return switch (this) {
      case NONE -> null;
      case ALL_OLD -> whole(done.before());
      case ALL_NEW -> whole(done.after());
      case UPDATED_OLD -> targetParts(done.before(), update);
      case UPDATED_NEW -> targetParts(done.after(), update);
    };
  }

  private static @Nullable Answer whole(@Nullable EncodedItem image) {
    return image == null ? null : generator -> EncodedItemWriter.writeItem(image, generator);
  }

  private static @Nullable Answer targetParts(
      @Nullable EncodedItem image, @Nullable Update update) {
    if (image == null || update == null) {
      return null;
    }
    Item attributes = Updater.targetParts(update, image.part(update.targetNames()));
    return attributes.attributes().isEmpty()
        ? null
        : generator -> AttributeValueWriter.writeItem(attributes, generator);
  }
}
