package io.headwater.api.operation.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.json.AttributeValueWriter;
import io.headwater.actors.model.AttributeNames;
import io.headwater.actors.table.TableReader.Page;
import io.headwater.api.operation.ConsumedCapacity;
import io.headwater.api.operation.Projections;
import io.headwater.api.protocol.Answer;
import io.headwater.api.protocol.Structure;
import java.io.IOException;

/** The answer of Query and Scan. */
record PageAnswer(PageRequest pageRequest, ReadTarget target, Page page) implements Answer {

  @Override
  public void writeTo(JsonGenerator generator) throws IOException {
    Structure request = pageRequest.request();
    generator.writeStartObject();
    if (pageRequest.selection() != Selection.COUNT) {
      writeItems(generator);
    }
    generator.writeNumberField("Count", page.items().size());
    generator.writeNumberField("ScannedCount", page.scannedCount());
    EncodedItem last = page.lastEvaluated();
    if (last != null) {
      generator.writeFieldName("LastEvaluatedKey");
      AttributeValueWriter.writeItem(
          target.position(last.part(AttributeNames.of(target.attributeNames()))), generator);
    }
    ConsumedCapacity.writeMember(
        generator,
        ConsumedCapacity.detail(request),
        request.requiredText("TableName"),
        target.units(page, request.flag("ConsistentRead")));
    generator.writeEndObject();
  }

  private void writeItems(JsonGenerator generator) throws IOException {
    generator.writeArrayFieldStart("Items");
    for (EncodedItem item : page.items()) {
      Projections.write(pageRequest.projection(), item, generator);
    }
    generator.writeEndArray();
  }
}
