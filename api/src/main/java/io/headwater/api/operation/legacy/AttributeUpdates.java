package io.headwater.api.operation.legacy;

import io.headwater.actors.expression.DocumentPath;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.AddAction;
import io.headwater.actors.expression.Update.DeleteAction;
import io.headwater.actors.expression.Update.SetAction;
import io.headwater.actors.json.ReadValue;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.api.protocol.ItemValues;
import io.headwater.api.protocol.Structure;
import io.headwater.api.protocol.Wording;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * AttributeUpdates: PUT, which is meant when no Action is given, ADD, and DELETE, which takes away
 * the attribute or, with a value, elements of a set.
 */
final class AttributeUpdates {
  private static final Set<AttributeType> ADDABLE =
      EnumSet.of(
          AttributeType.N, AttributeType.SS, AttributeType.NS, AttributeType.BS, AttributeType.L);
  private static final Set<AttributeType> SETS =
      EnumSet.of(AttributeType.SS, AttributeType.NS, AttributeType.BS);

  /** UpdateItem's, of the attributes' names and values; not of the actions. */
  private static final Wording WORDING = Wording.ENVELOPED;

  private final List<SetAction> sets = new ArrayList<>();
  private final List<DocumentPath> removes = new ArrayList<>();
  private final List<AddAction> adds = new ArrayList<>();
  private final List<DeleteAction> deletes = new ArrayList<>();

  private AttributeUpdates() {}

  static Update translate(Map<String, Structure> updates) {
    var translation = new AttributeUpdates();
    updates.forEach((attributeName, update) ->
        translation.add(path(attributeName), update.text("Action"), update.value("Value")));
    return new Update(
        translation.sets,
        translation.removes,
        translation.adds,
        translation.deletes,
        Update.Source.ATTRIBUTE_UPDATES);
  }

  private static DocumentPath path(String attributeName) {
    try {
      return TopLevelPath.of(attributeName);
    } catch (DynamoDbException e) {
      throw WORDING.worded(e);
    }
  }

  private void add(DocumentPath path, @Nullable String action, @Nullable ReadValue value) {
    switch (action == null ? "PUT" : action) {
      case "PUT" -> sets.add(new SetAction(path, new Update.Value.Literal(required(value))));
      case "ADD" -> adds.add(new AddAction(path, ofType(ADDABLE, "ADD action", required(value))));
      case "DELETE" -> {
        if (value == null) {
          removes.add(path);
        } else {
          AttributeValue elements =
              ofType(SETS, "DELETE action with value", ItemValues.checked(value, WORDING));
          deletes.add(new DeleteAction(path, elements));
        }
      }
      default ->
          throw DynamoDbException.validation(
              "Member must satisfy enum value set: [ADD, DELETE, PUT]");
    }
  }

  private static AttributeValue required(@Nullable ReadValue value) {
    if (value == null) {
      throw DynamoDbException.validation(
          LegacyParameters.INVALID
              + "Only DELETE action is allowed when no attribute value is specified");
    }
    return ItemValues.checked(value, WORDING);
  }

  private static AttributeValue ofType(
      Set<AttributeType> allowed, String action, AttributeValue value) {
    if (!allowed.contains(value.type())) {
      throw DynamoDbException.validation(
          LegacyParameters.INVALID + action + " is not supported for the type " + value.type());
    }
    return value;
  }
}
