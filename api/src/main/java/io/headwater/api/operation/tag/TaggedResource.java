package io.headwater.api.operation.tag;

import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checks of a tagged resource's ARN (validation-and-errors §10). */
final class TaggedResource {
  /**
   * What the service takes for an ARN before it looks at what it names: {@code
   * .+:.+:.+:.+:.+:.+/.+}. Clients send what they like, and so the groups are atomic: each takes
   * the first separator that it can, which leaves the most to the rest, and is never tried again.
   */
  private static final Pattern ARN_LIKE = Pattern.compile("(?>.+?:)".repeat(5) + "(?>.+?/).+");

  private final String arn;

  private TaggedResource(String arn) {
    this.arn = arn;
  }

  /**
   * The resource of a request, if it looks like one.
   *
   * @param accountId the caller's, for the error's text
   * @throws DynamoDbException ValidationException without an ARN, AccessDeniedException with
   *     something else
   */
  static TaggedResource of(@Nullable String arn, String operation, String accountId) {
    if (arn == null) {
      throw DynamoDbException.validation("Invalid TableArn");
    }
    if (!ARN_LIKE.matcher(arn).matches()) {
      throw new DynamoDbException(
          DynamoDbError.of(
              ErrorCode.ACCESS_DENIED,
              "User: arn:aws:iam::%s:root is not authorized to perform: dynamodb:%s on resource: %s"
                  .formatted(accountId, operation, arn.isEmpty() ? "*" : arn)));
    }
    return new TaggedResource(arn);
  }

  /**
   * Checks that it is the ARN of a table.
   *
   * @throws DynamoDbException a ValidationException
   */
  void requireTableArn() {
    if (!ResourceArns.isTableArn(arn)) {
      throw DynamoDbException.validation(
          "Invalid TableArn: Invalid ResourceArn provided as input " + arn);
    }
  }

  /**
   * The table.
   *
   * @throws DynamoDbException a ResourceNotFoundException, which names the ARN
   */
  TableDefinition table(CatalogView catalog) {
    return table(catalog, "Requested resource not found: ResourcArn: " + arn + " not found");
  }

  /**
   * The table.
   *
   * @throws DynamoDbException a ResourceNotFoundException with that message
   */
  TableDefinition table(CatalogView catalog, String notFoundMessage) {
    TableDefinition table = catalog.table(ResourceArns.tableName(arn));
    if (table == null) {
      throw new DynamoDbException(DynamoDbError.of(ErrorCode.RESOURCE_NOT_FOUND, notFoundMessage));
    }
    return table;
  }

  /** What the model says of a list that is missing. */
  static DynamoDbException missing(String member) {
    return DynamoDbException.validation(
        "1 validation error detected: Value null at '"
            + member
            + "' failed to satisfy constraint: Member must not be null");
  }
}
