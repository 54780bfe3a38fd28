package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.CatalogView;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.TableDefinition.TableStatus;
import io.headwater.actors.model.DynamoDbError;
import io.headwater.actors.model.DynamoDbException;
import io.headwater.actors.model.ErrorCode;
import io.headwater.actors.model.ResourceArns;
import java.io.IOException;

/** What DescribeContinuousBackups and UpdateContinuousBackups share. */
final class ContinuousBackups {
  private ContinuousBackups() {}

  /**
   * Checks that a table exists and has been created.
   *
   * @throws DynamoDbException a TableNotFoundException
   */
  static void requireTable(CatalogView catalog, String nameOrArn) {
    String name = ResourceArns.tableName(nameOrArn);
    TableDefinition table = catalog.table(name);
    if (table == null || table.status() == TableStatus.CREATING) {
      throw new DynamoDbException(
          DynamoDbError.of(ErrorCode.TABLE_NOT_FOUND, "Table not found: " + name));
    }
  }

  /** Every table's: no earlier moment can be gone back to. */
  static void write(JsonGenerator generator) throws IOException {
    generator.writeStartObject();
    generator.writeObjectFieldStart("ContinuousBackupsDescription");
    generator.writeStringField("ContinuousBackupsStatus", "ENABLED");
    generator.writeObjectFieldStart("PointInTimeRecoveryDescription");
    generator.writeStringField("PointInTimeRecoveryStatus", "DISABLED");
    generator.writeEndObject();
    generator.writeEndObject();
    generator.writeEndObject();
  }
}
