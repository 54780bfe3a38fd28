package io.headwater.api.operation.table;

import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.model.ResourceArns;
import io.headwater.actors.table.TableReader.TableStatistics;
import io.headwater.api.protocol.Answer;
import java.time.InstantSource;

/** Makes the answers that describe a table. */
public final class TableDescriber {
  private final ResourceArns arns;
  private final InstantSource clock;

  public TableDescriber(ResourceArns arns, InstantSource clock) {
    this.arns = arns;
    this.clock = clock;
  }

  /** An answer that has the description as its one member. */
  Answer answer(String member, TableDefinition table, TableStatistics statistics) {
    return answer(member, description(table, statistics)::writeTo);
  }

  /** The answer to the deletion of a table. */
  Answer deleted(TableDefinition table, TableStatistics statistics) {
    return answer("TableDescription", description(table, statistics)::writeDeletedTo);
  }

  private TableDescription description(TableDefinition table, TableStatistics statistics) {
    return new TableDescription(table, statistics, arns, clock.millis());
  }

  private static Answer answer(String member, Answer description) {
    return generator -> {
      generator.writeStartObject();
      generator.writeFieldName(member);
      description.writeTo(generator);
      generator.writeEndObject();
    };
  }
}
