package io.headwater.api.operation.table;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.catalog.OnDemandThroughput;
import io.headwater.actors.catalog.Throughput;
import io.headwater.actors.catalog.ThroughputRules;
import io.headwater.actors.catalog.WarmThroughput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The throughput of tables and indexes as descriptions show it. */
final class ThroughputJson {
  private ThroughputJson() {}

  static void writeProvisioned(JsonGenerator generator, Throughput throughput, long nowMillis)
      throws IOException {
    generator.writeObjectFieldStart("ProvisionedThroughput");
    writeTime(generator, "LastIncreaseDateTime", throughput.lastIncreaseMillis());
    writeTime(generator, "LastDecreaseDateTime", throughput.lastDecreaseMillis());
    generator.writeNumberField(
        "NumberOfDecreasesToday", ThroughputRules.decreasesOn(throughput, nowMillis));
    generator.writeNumberField("ReadCapacityUnits", throughput.readCapacityUnits());
    generator.writeNumberField("WriteCapacityUnits", throughput.writeCapacityUnits());
    generator.writeEndObject();
  }

  private static void writeTime(JsonGenerator generator, String member, @Nullable Long millis)
      throws IOException {
    if (millis != null) {
      generator.writeNumberField(member, TableDescription.seconds(millis));
    }
  }

  /** Nothing where there is no maximum. */
  static void writeMaximum(JsonGenerator generator, OnDemandThroughput maximum) throws IOException {
    if (maximum.equals(OnDemandThroughput.UNLIMITED)) {
      return;
    }
    generator.writeObjectFieldStart("OnDemandThroughput");
    writeUnits(generator, "MaxReadRequestUnits", maximum.maxReadRequestUnits());
    writeUnits(generator, "MaxWriteRequestUnits", maximum.maxWriteRequestUnits());
    generator.writeEndObject();
  }

  private static void writeUnits(JsonGenerator generator, String member, @Nullable Long units)
      throws IOException {
    if (units != null) {
      generator.writeNumberField(member, units);
    }
  }

  static void writeWarm(
      JsonGenerator generator,
      boolean onDemand,
      Throughput throughput,
      @Nullable WarmThroughput wanted,
      String status)
      throws IOException {
    WarmThroughput warm = ThroughputRules.warm(onDemand, throughput, wanted);
    generator.writeObjectFieldStart("WarmThroughput");
    generator.writeNumberField("ReadUnitsPerSecond", warm.readUnitsPerSecond());
    generator.writeNumberField("WriteUnitsPerSecond", warm.writeUnitsPerSecond());
    generator.writeStringField("Status", status);
    generator.writeEndObject();
  }
}
