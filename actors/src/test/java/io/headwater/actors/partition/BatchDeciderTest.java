package io.headwater.actors.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.codec.RowKeys;
import io.headwater.actors.expression.Condition;
import io.headwater.actors.expression.ExpressionParser;
import io.headwater.actors.expression.Placeholders;
import io.headwater.actors.expression.Update;
import io.headwater.actors.expression.Update.Source;
import io.headwater.actors.model.AttributeType;
import io.headwater.actors.model.AttributeValue;
import io.headwater.actors.model.DynamoDbError.ConditionalCheckFailed;
import io.headwater.actors.model.Item;
import io.headwater.actors.model.ItemKey;
import io.headwater.actors.model.KeySchema;
import io.headwater.actors.model.KeySchema.KeyAttribute;
import io.headwater.actors.model.StreamViewType;
import io.headwater.actors.partition.WriteResult.Done;
import io.headwater.actors.partition.WriteResult.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchDeciderTest {
  private static final KeySchema SCHEMA =
      new KeySchema(new KeyAttribute("id", AttributeType.S), null);
  private static final PartitionDefinition DEFINITION =
      PartitionDefinition.first(
          new UUID(1, 2), 3, SCHEMA, List.of(), StreamViewType.NEW_AND_OLD_IMAGES);

  private final PlainRows rows = new PlainRows();

  @Test
  void put_newItem_isAnInsertWithItsRow() {
    var decision = decide(put("a", 1, null));

    assertThat(decision.results()).singleElement().isInstanceOf(Done.class);
    assertThat(decision.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.existedBefore()).isFalse();
          assertThat(change.keys().item()).isEqualTo(SCHEMA.toItem(key("a")));
        });
    assertThat(decision.rowChanges()).hasSize(1);
    assertThat(decision.itemCountDelta()).isEqualTo(1);
    assertThat(decision.sizeBytesDelta()).isEqualTo(item("a", 1).itemSizeBytes());
  }

  @Test
  void put_sameItemAgain_changesNothing() {
    apply(decide(put("a", 1, null)));

    var decision = decide(put("a", 1, null));

    assertThat(decision.results()).singleElement().isInstanceOf(Done.class);
    assertThat(decision.changes()).isEmpty();
    assertThat(decision.rowChanges()).isEmpty();
    assertThat(decision.itemCountDelta()).isZero();
  }

  @Test
  void put_twiceInABatch_seesTheFirstAndLeavesOneRow() {
    var mustBeNew = condition("attribute_not_exists(id)");

    var decision = decide(put("a", 1, mustBeNew), put("a", 2, mustBeNew), put("a", 3, null));

    assertThat(decision.results().get(1)).isInstanceOf(Refused.class);
    assertThat(decision.changes())
        .extracting(change -> change.existedBefore())
        .containsExactly(false, true);
    assertThat(decision.rowChanges()).hasSize(1);
    assertThat(decision.itemCountDelta()).isEqualTo(1);
  }

  @Test
  void put_refusedAndAsked_carriesTheItem() {
    apply(decide(put("a", 1, null)));
    var never = condition("attribute_not_exists(id)");

    var decision = decide(new Write.Put(key("a"), item("a", 2), never, true));

    assertThat(decision.results())
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.error())
                    .isEqualTo(new ConditionalCheckFailed(item("a", 1).item())));
    assertThat(decision.changes()).isEmpty();
  }

  @Test
  void delete_missingItem_changesNothing() {
    var decision = decide(new Write.Delete(key("a"), null, false));

    assertThat(decision.results()).containsExactly(new Done(null, null, 0));
    assertThat(decision.changes()).isEmpty();
  }

  @Test
  void update_missingItem_createsItWithItsKey() {
    var decision = decide(new Write.UpdateItem(key("a"), update("SET n = :n", 5), null, false));

    assertThat(((Done) decision.results().getFirst()).after())
        .isNotNull()
        .satisfies(after -> assertThat(after.item()).isEqualTo(item("a", 5).item()));
  }

  @Test
  void update_missingItem_itsOperandsSeeTheKey() {
    var decision =
        decide(new Write.UpdateItem(key("a"), update("SET twin = id, n = :n", 5), null, false));

    assertThat(((Done) decision.results().getFirst()).after())
        .isNotNull()
        .satisfies(
            after -> assertThat(after.item().get("twin")).isEqualTo(new AttributeValue.S("a")));
  }

  @Test
  void update_withoutExpression_createsTheBareKeyOnce() {
    var touch = new Write.UpdateItem(key("a"), null, null, false);

    var first = decide(touch);
    apply(first);
    var second = decide(touch);

    assertThat(first.changes()).hasSize(1);
    assertThat(second.changes()).isEmpty();
  }

  @Test
  void update_missingItem_isNotCreatedByRemovalsAlone() {
    var legacy =
        new Update(
            List.of(),
            update("REMOVE n", 1).removes(),
            List.of(),
            List.of(),
            Source.ATTRIBUTE_UPDATES);

    for (Update update :
        List.of(update("REMOVE n", 1), update("REMOVE m.x, l[0]", 1), deleteFromSet(), legacy)) {
      var decision = decide(new Write.UpdateItem(key("a"), update, null, false));

      assertThat(decision.results()).containsExactly(new Done(null, null, 0));
      assertThat(decision.changes()).isEmpty();
    }
  }

  @Test
  void update_missingItem_isCreatedByOneAdditionAmongRemovals() {
    var decision =
        decide(new Write.UpdateItem(key("a"), update("ADD n :n REMOVE m", 5), null, false));

    assertThat(decision.changes()).hasSize(1);
  }

  private static Update deleteFromSet() {
    return ExpressionParser.update(
        "DELETE n :s", new Placeholders(null, Map.of(":s", AttributeValue.SS.of(List.of("x")))));
  }

  @Test
  void update_largerThanAnItem_isRefusedBeforeItsConditionFails() {
    var update =
        ExpressionParser.update(
            "SET n = :n",
            new Placeholders(null, Map.of(":n", new AttributeValue.S("x".repeat(409_600)))));

    var decision =
        decide(new Write.UpdateItem(key("a"), update, condition("attribute_exists(id)"), false));

    assertThat(decision.results())
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused ->
                assertThat(refused.error().message())
                    .isEqualTo("Item size to update has exceeded the maximum allowed size"));
  }

  @Test
  void update_failsOnItsItem_isRefusedAloneAndOthersGoThrough() {
    var decision =
        decide(
            put("a", 1, null),
            new Write.UpdateItem(key("b"), update("SET n = absent + :n", 1), null, false),
            put("c", 1, null));

    assertThat(decision.results().get(1)).isInstanceOf(Refused.class);
    assertThat(decision.changes()).hasSize(2);
  }

  @Test
  void oldImages_viewTypeDoesNotShowThem_areNotKept() {
    apply(decide(put("a", 1, null)));
    var definition =
        PartitionDefinition.first(new UUID(1, 2), 3, SCHEMA, List.of(), StreamViewType.NEW_IMAGE);

    var decision = decide(definition, List.of(put("a", 2, null)));

    assertThat(decision.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.oldImage()).isNull();
          assertThat(change.existedBefore()).isTrue();
        });
  }

  @Test
  void newImages_tableHasNoStream_areNotKept() {
    var definition = PartitionDefinition.first(new UUID(1, 2), 3, SCHEMA, List.of(), null);

    var decision = decide(definition, List.of(put("a", 2, null)));

    assertThat(decision.rowChanges()).hasSize(1);
    assertThat(decision.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.newImage()).isNull();
          assertThat(change.removed()).isFalse();
        });
  }

  /** Whatever the batches, rows and results are those of a plain map written one by one. */
  @Property(tries = 100)
  void decide_anyBatches_equalAPlainMap(@ForAll long seed) {
    rows.clear();
    var random = new Random(seed);
    var model = new TreeMap<String, Integer>();
    long count = 0;
    long sizeBytes = 0;
    for (int batch = 0; batch < 10; batch++) {
      var writes = new ArrayList<Write>();
      var expectedDone = new ArrayList<Boolean>();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        writes.add(randomWrite(random, randomId(random), model, expectedDone));
      }

      var decision = decide(DEFINITION, writes);
      apply(decision);
      count += decision.itemCountDelta();
      sizeBytes += decision.sizeBytesDelta();

      assertThat(decision.results())
          .extracting(result -> result instanceof Done)
          .isEqualTo(expectedDone);
      assertThat(contents()).isEqualTo(model);
      assertThat(count).isEqualTo(model.size());
      assertThat(sizeBytes)
          .isEqualTo(
              rows.contents().values().stream()
                  .mapToLong(row -> EncodedItem.ofStored(row).itemSizeBytes())
                  .sum());
    }
  }

  /** The same with batches that are decided in parts, and with rows that are damaged meanwhile. */
  @Property(tries = 100)
  void decide_anyBatchesInPartsWithDamage_equalAPlainMap(@ForAll long seed) {
    rows.clear();
    var random = new Random(seed);
    var model = new TreeMap<String, Integer>();
    var damaged = new HashSet<String>();
    for (int batch = 0; batch < 10; batch++) {
      if (random.nextInt(5) == 0) {
        String id = randomId(random);
        damaged.add(id);
        rows.damage(RowKeys.item(DEFINITION, key(id)));
      }
      var writes = new ArrayList<Write>();
      var expectedDone = new ArrayList<Boolean>();
      for (int i = 0; i < 1 + random.nextInt(8); i++) {
        String id = randomId(random);
        if (damaged.contains(id)) {
          writes.add(randomWrite(random, id, new TreeMap<>(model), new ArrayList<>()));
          expectedDone.add(false);
        } else {
          writes.add(randomWrite(random, id, model, expectedDone));
        }
      }

      var results = new ArrayList<WriteResult>();
      while (results.size() < writes.size()) {
        var rest = writes.subList(results.size(), writes.size());
        var decision = rows.decide(DEFINITION, rest, 1 + random.nextInt(400));
        assertThat(decision.results()).isNotEmpty();
        rows.apply(decision);
        results.addAll(decision.results());
      }

      assertThat(results).extracting(result -> result instanceof Done).isEqualTo(expectedDone);
      assertThat(contents()).isEqualTo(model);
    }
  }

  private static String randomId(Random random) {
    return String.valueOf((char) ('a' + random.nextInt(4)));
  }

  /** A thousand updates of a hot, large item: each result has an image, and the log two. */
  @Test
  void update_hotLargeItem_endsTheBatchAtTheBound() {
    var text = new AttributeValue.S("x".repeat(10_000));
    var large = new Item(Map.of("id", new AttributeValue.S("a"), "text", text));
    apply(decide(new Write.Put(key("a"), EncodedItem.of(large), null, false)));
    Write increment = new Write.UpdateItem(key("a"), update("ADD n :n", 1), null, false);
    var writes = Collections.nCopies(1_000, increment);

    var decision = rows.decide(DEFINITION, writes, 100_000);

    // The row, the new image and the old image: 30,000 bytes each.
    assertThat(decision.results()).hasSize(4).hasOnlyElementsOfType(Done.class);
  }

  @Test
  void update_refusedWithLargeItem_endsTheBatchAtTheBound() {
    var text = new AttributeValue.S("x".repeat(10_000));
    var large = new Item(Map.of("id", new AttributeValue.S("a"), "text", text));
    apply(decide(new Write.Put(key("a"), EncodedItem.of(large), null, false)));
    Write refused = new Write.Delete(key("a"), condition("attribute_not_exists(id)"), true);

    var decision = rows.decide(DEFINITION, Collections.nCopies(1_000, refused), 1_000_000);

    assertThat(decision.results()).hasSize(7).hasOnlyElementsOfType(Refused.class);
  }

  private static Write randomWrite(
      Random random, String id, Map<String, Integer> model, List<Boolean> expectedDone) {
    int number = random.nextInt(5);
    boolean exists = model.containsKey(id);
    return switch (random.nextInt(4)) {
      case 0 -> {
        boolean conditional = random.nextBoolean();
        expectedDone.add(!(conditional && exists));
        if (!(conditional && exists)) {
          model.put(id, number);
        }
        yield put(id, number, conditional ? condition("attribute_not_exists(id)") : null);
      }
      case 1 -> {
        boolean conditional = random.nextBoolean();
        expectedDone.add(!(conditional && !exists));
        model.remove(id);
        yield new Write.Delete(
            key(id), conditional ? condition("attribute_exists(id)") : null, false);
      }
      case 2 -> {
        expectedDone.add(true);
        model.merge(id, number, Integer::sum);
        yield new Write.UpdateItem(key(id), update("ADD n :n", number), null, false);
      }
      default -> {
        expectedDone.add(exists);
        model.computeIfPresent(id, (_, old) -> old + number);
        yield new Write.UpdateItem(key(id), update("SET n = n + :n", number), null, false);
      }
    };
  }

  private Map<String, Integer> contents() {
    var contents = new TreeMap<String, Integer>();
    for (byte[] row : rows.contents().values()) {
      var item = EncodedItem.ofStored(row).item();
      if (item.get("id") instanceof AttributeValue.S id
          && item.get("n") instanceof AttributeValue.N number) {
        contents.put(id.value(), number.value().intValueExact());
      }
    }
    return contents;
  }

  private BatchDecision decide(Write... writes) {
    return decide(DEFINITION, List.of(writes));
  }

  private BatchDecision decide(PartitionDefinition definition, List<Write> writes) {
    return rows.decide(definition, writes);
  }

  private void apply(BatchDecision decision) {
    rows.apply(decision);
  }

  private static Write put(String id, int number, @Nullable Condition condition) {
    return new Write.Put(key(id), item(id, number), condition, false);
  }

  private static ItemKey key(String id) {
    return new ItemKey(new AttributeValue.S(id), null);
  }

  private static EncodedItem item(String id, int number) {
    var attributes = new LinkedHashMap<String, AttributeValue>();
    attributes.put("id", new AttributeValue.S(id));
    attributes.put("n", new AttributeValue.N(BigDecimal.valueOf(number)));
    return EncodedItem.of(new Item(attributes));
  }

  private static Condition condition(String text) {
    return ExpressionParser.condition(text, new Placeholders(null, null));
  }

  private static Update update(String text, int number) {
    var values =
        Map.<String, AttributeValue>of(":n", new AttributeValue.N(BigDecimal.valueOf(number)));
    return ExpressionParser.update(text, new Placeholders(null, values));
  }
}
