package io.headwater.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.actors.model.AttributeValue.L;
import io.headwater.actors.model.AttributeValue.N;
import io.headwater.actors.model.AttributeValue.NS;
import io.headwater.actors.model.AttributeValue.S;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeToLiveTest {
  private static final TimeToLive TIME_TO_LIVE = new TimeToLive("until", 1);

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1E-130, 0",
    "1700000000, 1700000000",
    "1700000000.999, 1700000000",
    "9223372036854775807, 9223372036854775807",
  })
  void expirySeconds_number_isTheSecondThatItFallsIn(String number, long seconds) {
    assertThat(TIME_TO_LIVE.expirySeconds(until(new N(new BigDecimal(number))))).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0.5", "9223372036854775807.1", "9223372036854775808", "9E125"})
  void expirySeconds_noSecondThatThereIs_isNone(String number) {
    assertThat(TIME_TO_LIVE.expirySeconds(until(new N(new BigDecimal(number))))).isNull();
  }

  @Test
  void expirySeconds_otherTypeOrPlace_isNone() {
    var number = new N(BigDecimal.TEN);

    assertThat(TIME_TO_LIVE.expirySeconds(until(new S("10")))).isNull();
    assertThat(TIME_TO_LIVE.expirySeconds(until(NS.of(List.of(BigDecimal.TEN))))).isNull();
    assertThat(TIME_TO_LIVE.expirySeconds(until(new L(List.of(number))))).isNull();
    assertThat(TIME_TO_LIVE.expirySeconds(new Item(Map.of("Until", number)))).isNull();
  }

  @Test
  void due_isWhatIsPastButNotForMoreThanFiveYears() {
    var due = TimeToLive.Due.at(Instant.parse("2026-03-04T05:06:07.999Z"));

    assertThat(due.covers(Instant.parse("2026-03-04T05:06:06Z").getEpochSecond())).isTrue();
    assertThat(due.covers(Instant.parse("2026-03-04T05:06:07Z").getEpochSecond())).isFalse();
    assertThat(due.covers(Instant.parse("2021-03-04T05:06:07Z").getEpochSecond())).isTrue();
    assertThat(due.covers(Instant.parse("2021-03-04T05:06:06Z").getEpochSecond())).isFalse();
  }

  @Test
  void due_atTheBeginningOfTime_hasNoNegativeSecond() {
    assertThat(TimeToLive.Due.at(Instant.ofEpochSecond(10))).isEqualTo(new TimeToLive.Due(0, 10));
    assertThat(TimeToLive.Due.at(Instant.ofEpochSecond(-10))).isEqualTo(new TimeToLive.Due(0, 0));
  }

  private static Item until(AttributeValue value) {
    return new Item(Map.of("until", value));
  }
}
