package io.headwater.api.protocol;

import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import io.headwater.api.protocol.StructureShape.Member;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which ARNs requests may name (setting {@code headwater.arns}). By default only the resource
 * counts, because applications carry ARNs of the Region and account that they run in elsewhere.
 *
 * @param own the Region and account of this server
 * @param strict whether other Regions and accounts are refused, as DynamoDB does
 */
public record ArnRules(ResourceArns own, boolean strict) {
  private static final String PREFIX = "arn:";
  private static final String ENVELOPE = "1 validation error detected: ";

  /** {@code arn:partition:service:region:account:resource}. */
  private static final int PARTS = 6;

  private record Arn(String partition, String region, String account, String resource) {
    /** The parts of a DynamoDB ARN; null for any other text. */
    static @Nullable Arn of(String text) {
      String[] parts = text.split(":", PARTS);
      return parts.length == PARTS && parts[0].equals("arn") && parts[2].equals("dynamodb")
          ? new Arn(parts[1], parts[3], parts[4], parts[5])
          : null;
    }
  }

  /**
   * The rules that a setting names.
   *
   * @param mode {@code any} or {@code strict}
   * @throws IllegalArgumentException for another text
   */
  public static ArnRules of(ResourceArns own, String mode) {
    return switch (mode) {
      case "any" -> new ArnRules(own, false);
      case "strict" -> new ArnRules(own, true);
      default ->
          throw new IllegalArgumentException("headwater.arns must be any or strict, not " + mode);
    };
  }

  /**
   * Checks the ARNs of a request that violates no constraint. The ARN of anything that the
   * operation does not take at all is left to the operation.
   *
   * @throws DynamoDbException a ValidationException, AccessDeniedException or
   *     ResourceNotFoundException
   */
  public void check(Structure request) {
    for (Member member : request.shape().members()) {
      Object value = request.get(member);
      if (value == null) {
        continue;
      }
      switch (member.name()) {
        case "TableName" -> checkTable((String) value);
        case "RequestItems" ->
            ((Map<?, ?>) value).keySet().forEach(key -> checkTable((String) key));
        case "ResourceArn" -> checkTagged((String) value);
        case "StreamArn", "ExclusiveStartStreamArn" -> checkStream((String) value);
        default -> {}
      }
    }
  }

  private void checkTable(String nameOrArn) {
    Arn arn = nameOrArn.startsWith(PREFIX) ? Arn.of(nameOrArn) : null;
    if (arn == null) {
      return;
    }
    if (strict) {
      requireOwnAccount(arn);
      if (!arn.partition().equals("aws")) {
        throw invalid("partition", nameOrArn);
      }
      if (!arn.region().equals(own.region())) {
        throw invalid("region", nameOrArn);
      }
    }
    if (!ResourceArns.isTableArn(nameOrArn)) {
      throw DynamoDbException.validation(ENVELOPE + "Invalid resource type in '" + nameOrArn + "'");
    }
  }

  private static DynamoDbException invalid(String part, String arn) {
    return DynamoDbException.validation(ENVELOPE + "Invalid AWS " + part + " in '" + arn + "'");
  }

  private void checkTagged(String resourceArn) {
    Arn arn = Arn.of(resourceArn);
    boolean isTagged =
        ResourceArns.isTableArn(resourceArn) || ResourceArns.streamName(resourceArn) != null;
    if (strict && arn != null && isTagged) {
      requireOwnAccount(arn);
      if (isOfOtherRegion(arn)) {
        throw DynamoDbException.validation(
            "Invalid TableArn: Invalid ResourceArn provided as input " + resourceArn);
      }
    }
  }

  private void checkStream(String streamArn) {
    Arn arn = Arn.of(streamArn);
    if (strict && arn != null) {
      requireOwnAccount(arn);
      if (isOfOtherRegion(arn)) {
        throw new DynamoDbException(
            DynamoDbError.of(
                ErrorCode.RESOURCE_NOT_FOUND,
                "Requested resource not found: Stream: " + streamArn + " not found"));
      }
    }
  }

  private boolean isOfOtherRegion(Arn arn) {
    return !arn.partition().equals("aws") || !arn.region().equals(own.region());
  }

  /** DynamoDB says this before it looks at the Region. */
  private void requireOwnAccount(Arn arn) {
    if (!arn.account().equals(own.accountId())) {
      throw new DynamoDbException(DynamoDbError.of(ErrorCode.ACCESS_DENIED, "Access is denied"));
    }
  }
}
