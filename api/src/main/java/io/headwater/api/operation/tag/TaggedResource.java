package io.headwater.api.operation.tag;

import static io.headwater.actors.model.DynamoDbException.invalidParameter;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import org.jspecify.annotations.Nullable;

/** The resource that a request for tags names by its ARN (validation-and-errors §10). */
final class TaggedResource {
  private static final String ARN_PREFIX = "arn:";
  private static final int ARN_PARTS = 6;
  private static final int SERVICE_PART = 2;
  private static final int RESOURCE_PART = 5;

  private final String arn;

  private TaggedResource(String arn) {
    this.arn = arn;
  }

  /**
   * The resource of a request. Its ARN is that of a table or a stream.
   *
   * @throws DynamoDbException AccessDeniedException for the ARN of another service,
   *     ValidationException for any other text
   */
  static TaggedResource of(@Nullable String arn) {
    if (arn == null) {
      throw DynamoDbException.validation("Invalid TableArn");
    }
    if (!arn.startsWith(ARN_PREFIX)) {
      throw invalidParameter("ARNs must start with 'arn:': " + arn);
    }
    String[] parts = arn.split(":", ARN_PARTS);
    if (parts.length == ARN_PARTS && !parts[SERVICE_PART].equals("dynamodb")) {
      throw new DynamoDbException(DynamoDbError.of(ErrorCode.ACCESS_DENIED, "Access is denied"));
    }
    if (!ResourceArns.isTableArn(arn) && ResourceArns.streamName(arn) == null) {
      throw parts.length == ARN_PARTS && parts[RESOURCE_PART].matches("table/[^/]+/index/.+")
          ? invalidParameter(
              "Invalid resource arn provided, only table or stream is accepted. Provided resource"
                  + " arn: "
                  + arn)
          : invalidParameter("Provided Arn is not a DynamoDB resource arn: " + arn);
    }
    return new TaggedResource(arn);
  }

  /**
   * Returns the table. A table that is CREATING has no tags yet, and a stream never has.
   *
   * @throws DynamoDbException a ResourceNotFoundException, which names the ARN
   */
  TableDefinition table(CatalogView catalog) {
    TableDefinition table =
        ResourceArns.isTableArn(arn) ? catalog.table(ResourceArns.tableName(arn)) : null;
    if (table == null || table.status() == TableStatus.CREATING) {
      throw new DynamoDbException(
          DynamoDbError.of(
              ErrorCode.RESOURCE_NOT_FOUND,
              "Requested resource not found: ResourceArn: " + arn + " not found"));
    }
    return table;
  }

  /** Returns the error for a list that is missing. */
  static DynamoDbException missing(String member) {
    return DynamoDbException.validation(
        "1 validation error detected: Value null at '"
            + member
            + "' failed to satisfy constraint: Member must not be null");
  }
}
