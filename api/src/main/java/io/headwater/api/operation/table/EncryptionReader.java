package io.headwater.api.operation.table;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.protocol.Structure;
import org.jspecify.annotations.Nullable;

/**
 * Reads an SSESpecification. Tables are described as it says; what is on the disk is encrypted by
 * the disk or not at all.
 */
final class EncryptionReader {
  /** The key that a table has whose request names none. */
  private static final String DEFAULT_KEY = "alias/aws/dynamodb";

  private EncryptionReader() {}

  /**
   * The ARN of the key to describe a table with; null for the service's own.
   *
   * @throws DynamoDbException a ValidationException
   */
  static @Nullable String keyArn(@Nullable Structure specification, ResourceArns arns) {
    if (specification == null) {
      return null;
    }
    String key = specification.text("KMSMasterKeyId");
    String type = specification.text("SSEType");
    if (specification.has("Enabled") && !specification.flag("Enabled")) {
      rejectWithoutEncryption("SSEType", type);
      rejectWithoutEncryption("KMSMasterKeyId", key);
      return null;
    }
    if (key != null && type == null) {
      throw invalidParameter("SSEType KMS is required if KMSMasterKeyId is specified");
    }
    if (type != null && !type.equals("KMS")) {
      throw invalidParameter("SSEType " + type + " is not supported");
    }
    if (!specification.flag("Enabled") && type == null) {
      return null;
    }
    return arns.encryptionKey(key == null ? DEFAULT_KEY : key);
  }

  private static void rejectWithoutEncryption(String member, @Nullable String value) {
    if (value != null) {
      throw invalidParameter(member + " can not be specified if Enabled is false");
    }
  }
}
