package io.headwater.api.protocol;

import io.headwater.actors.json.ValueFault;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;

/**
 * The words in which an operation reports faults of values, expressions and parameters. DynamoDB
 * changes them operation by operation; this is the state of us-east-1 in October 2026.
 */
public enum Wording {
  /** Without an envelope, and the older texts about values: BatchWriteItem, Scan. */
  OLDER,
  /** Without an envelope: GetItem, BatchGetItem, Query. */
  BARE,
  /** In the envelope of the model's constraints: PutItem, UpdateItem, DeleteItem. */
  ENVELOPED;

  private static final String ENVELOPE = "1 validation error detected: ";

  /** The exception for a fault, of which the text is the same in all operations. */
  public DynamoDbException worded(DynamoDbException e) {
    DynamoDbError error = e.error();
    return this == ENVELOPED && error.code() == ErrorCode.VALIDATION
        ? DynamoDbException.validation(ENVELOPE + error.message())
        : e;
  }

  /** The text about a value, without an envelope. */
  String text(ValueFault fault) {
    return this == OLDER ? fault.olderMessage() : fault.message();
  }

  /** The exception for a value. Having no type or several is never put in an envelope. */
  DynamoDbException worded(ValueFault fault) {
    var plain = DynamoDbException.validation(text(fault));
    return switch (fault.kind()) {
      case NULL_NOT_TRUE, EMPTY_SET, DUPLICATES, NUMBER, NESTING, ATTRIBUTE_NAME -> worded(plain);
      case NO_TYPE, SEVERAL_TYPES -> plain;
    };
  }
}
