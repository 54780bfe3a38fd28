package io.headwater.api.operation.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.actors.catalog.GlobalIndex;
import io.headwater.actors.catalog.GlobalIndex.IndexStatus;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.TableDefinition;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.GlobalSecondaryIndex;
import io.headwater.actors.model.IndexKeySchema;
import io.headwater.actors.model.IndexProjection;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.table.TableReader.IndexRead;
import io.headwater.actors.testing.Tables;
import io.headwater.api.protocol.RequestReader;
import io.headwater.api.protocol.ServiceModel;
import io.headwater.api.protocol.Structure;
import io.headwater.api.testing.TestMemory;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a global secondary index's name in the states of its life. */
final class ReadTargetTest {
  private static final ServiceModel MODEL = ServiceModel.load();

  private static Structure query(boolean consistent) {
    String json =
        "{\"TableName\":\"t\",\"IndexName\":\"by-team\",\"ConsistentRead\":" + consistent + "}";
    return RequestReader.read(
        MODEL.operation("DynamoDB_20120810.Query").input(),
        ByteString.fromString(json),
        TestMemory.unlimited());
  }

  private static TableDefinition table(IndexStatus status) {
    var schema = new IndexKeySchema(List.of(new KeyAttribute("team", AttributeType.S)), List.of());
    var index =
        new GlobalIndex(
            new GlobalSecondaryIndex("by-team", schema, IndexProjection.KEYS_ONLY),
            7,
            status,
            Throughput.ON_DEMAND,
            OnDemandThroughput.UNLIMITED,
            null,
            List.of(),
            Map.of());
    return Tables.withSortKey(AttributeType.S, AttributeType.N)
        .change()
        .globalSecondaryIndexes(List.of(index))
        .build();
  }

  @Test
  void of_activeIndex_isReadByItsNumber() {
    var request = query(false);
    var target = ReadTarget.of(request, table(IndexStatus.ACTIVE));

    var page = new PageRequest(request, null, null, Selection.ALL_PROJECTED_ATTRIBUTES);
    assertThat(target.indexRead(page)).isEqualTo(new IndexRead.Global(7));
    assertThat(target.attributeNames()).containsExactlyInAnyOrder("pk", "sk", "team");
  }

  @ParameterizedTest
  @EnumSource(
      value = IndexStatus.class,
      names = {"CREATING", "BACKFILLING"})
  void of_indexThatIsBeingMade_isRefused(IndexStatus status) {
    assertThatThrownBy(() -> ReadTarget.of(query(false), table(status)))
        .hasMessage("Cannot read from backfilling global secondary index: by-team");
  }

  @Test
  void of_indexThatIsBeingDeleted_isNotThere() {
    assertThatThrownBy(() -> ReadTarget.of(query(true), table(IndexStatus.DELETING)))
        .hasMessage("The table does not have the specified index: by-team");
  }

  @ParameterizedTest
  @EnumSource(value = IndexStatus.class, names = "DELETING", mode = EnumSource.Mode.EXCLUDE)
  void of_consistentRead_isRefused(IndexStatus status) {
    assertThatThrownBy(() -> ReadTarget.of(query(true), table(status)))
        .hasMessage("Consistent reads are not supported on global secondary indexes");
  }
}
