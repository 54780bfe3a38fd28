package io.headwater.actors.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue.S;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.testing.Tables;
import io.headwater.persistence.store.StoreCorruptionException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class RowDamageTest {
  private final StoreCorruptionException damage =
      new StoreCorruptionException("A stored row does not match its checksum: file x at byte 5");

  @Test
  void named_item_showsTableAndHashAndNotTheKey() {
    var table = Tables.withSortKey(AttributeType.S, AttributeType.S);
    var key = new ItemKey(new S("secret"), new S("key"));

    var named = RowDamage.named(damage.ofRow(RowKeys.item(table, key)));

    assertThat(named)
        .hasMessage(
            "Cannot read an item of table %s, hash %016x: %s"
                .formatted(table.id(), KeyHash.of(table, key.partitionKey()), damage.getMessage()));
  }

  @Test
  void named_damageOfNoRow_isUnchanged() {
    assertThat(RowDamage.named(damage)).isSameAs(damage);
  }

  @Test
  void refusalToStart_damagedState_saysWhatAndWhereAndWhatToDo() {
    var failure = new CompletionException(damage.ofRow(RowKeys.partitionState("p-1")));

    assertThat(RowDamage.refusalToStart("partition p-1", failure))
        .hasMessage(
            "Cannot start partition p-1: Cannot read the state of partition p-1: A stored row does"
                + " not match its checksum: file x at byte 5. Restore the database from a backup");
  }
}
