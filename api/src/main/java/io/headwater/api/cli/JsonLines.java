package io.headwater.api.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.headwater.actors.codec.EncodedItem;
import io.headwater.actors.index.IndexCommitRecord;
import io.headwater.actors.inspect.DatabaseDump;
import io.headwater.actors.json.EncodedItemWriter;
import io.headwater.actors.partition.CommitRecord;
import io.headwater.actors.partition.CommitRecord.ItemChange;
import io.headwater.persistence.journal.JournalEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Prints what is in a database, one JSON object a line; items are DynamoDB JSON.
 *
 * <pre>
 *   {"log": …, "nr": …, "time": …, "kind": "items-changed", "changes":
 *       [{"event": "INSERT", "keys": {…}, "newImage": {…}, "oldImage": {…}}, …]}
 *       and "expired": true behind the event of a removal by time to live
 *   {"log": …, "nr": …, "time": …, "kind": "redefined", "version": …}
 *   {"log": …, "nr": …, "time": …, "kind": "opened", "tableId": …}    and "closed"
 *   {"log": …, "nr": …, "time": …, "kind": "index-fed", "source": …, "commit": …, "entries": …}
 *       and "index-filled"
 *   {"log": …, "nr": …, "time": …, "kind": "event", "manifest": …, "bytes": base64}
 *   {"log": …, "nr": …, "kind": "nothing"}
 *   {"table": …, "item": {…}}
 * </pre>
 */
final class JsonLines implements DatabaseDump.Target {
  /** So many lines go by before somebody asks again whether anyone reads them. */
  private static final int LINES_BETWEEN_CHECKS = 1_000;

  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final PrintWriter out;
  private final PrintWriter err;
  private boolean complete = true;
  private boolean wanted = true;
  private long lines;

  JsonLines(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  private interface Content {
    void write(JsonGenerator generator) throws IOException;
  }

  private void line(Content content) {
    if (!isWanted()) {
      return;
    }
    line.reset();
    try (JsonGenerator generator = json.createGenerator(line)) {
      generator.writeStartObject();
      content.write(generator);
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.write(line.toString(StandardCharsets.UTF_8));
    out.write('\n');
    if (++lines % LINES_BETWEEN_CHECKS == 0) {
      wanted = !out.checkError();
    }
  }

  @Override
  public void commit(String logId, long nr, CommitRecord commit) {
    line(generator -> {
      writeHead(generator, logId, nr);
      writeTime(generator, commit.committedAtMillis());
      switch (commit) {
        case CommitRecord.Opened opened -> {
          generator.writeStringField("kind", "opened");
          generator.writeStringField("tableId", opened.definition().id().toString());
        }
        case CommitRecord.ItemsChanged changed -> {
          generator.writeStringField("kind", "items-changed");
          generator.writeArrayFieldStart("changes");
          for (ItemChange change : changed.changes()) {
            writeChange(generator, change);
          }
          generator.writeEndArray();
        }
        case CommitRecord.Redefined redefined -> {
          generator.writeStringField("kind", "redefined");
          generator.writeNumberField("version", redefined.definition().version());
        }
        case CommitRecord.Closed _ -> generator.writeStringField("kind", "closed");
      }
    });
  }

  private static void writeHead(JsonGenerator generator, String logId, long nr) throws IOException {
    generator.writeStringField("log", logId);
    generator.writeNumberField("nr", nr);
  }

  private static void writeTime(JsonGenerator generator, long millis) throws IOException {
    generator.writeStringField("time", Instant.ofEpochMilli(millis).toString());
  }

  private static void writeChange(JsonGenerator generator, ItemChange change) throws IOException {
    generator.writeStartObject();
    String inserted = change.existedBefore() ? "MODIFY" : "INSERT";
    generator.writeStringField("event", change.removed() ? "REMOVE" : inserted);
    if (change.expired()) {
      generator.writeBooleanField("expired", true);
    }
    writeItem(generator, "keys", change.keys());
    writeItem(generator, "newImage", change.newImage());
    writeItem(generator, "oldImage", change.oldImage());
    generator.writeEndObject();
  }

  private static void writeItem(JsonGenerator generator, String name, @Nullable EncodedItem item)
      throws IOException {
    if (item != null) {
      generator.writeFieldName(name);
      EncodedItemWriter.writeItem(item, generator);
    }
  }

  @Override
  public void indexCommit(String logId, long nr, long storedAtMillis, IndexCommitRecord commit) {
    line(generator -> {
      writeHead(generator, logId, nr);
      writeTime(generator, storedAtMillis);
      switch (commit) {
        case IndexCommitRecord.Fed(var source, var to, int entries) -> {
          generator.writeStringField("kind", to.isScanning() ? "index-filled" : "index-fed");
          generator.writeStringField("source", source);
          generator.writeNumberField("commit", to.commit());
          generator.writeNumberField("entries", entries);
        }
        case IndexCommitRecord.Closed _ -> generator.writeStringField("kind", "closed");
      }
    });
  }

  @Override
  public void event(String logId, long nr, JournalEntry.@Nullable Event event) {
    line(generator -> {
      writeHead(generator, logId, nr);
      if (event == null) {
        generator.writeStringField("kind", "nothing");
      } else {
        writeTime(generator, event.storedAtMillis());
        generator.writeStringField("kind", "event");
        generator.writeStringField("manifest", event.manifest());
        generator.writeBinaryField("bytes", event.bytes());
      }
    });
  }

  @Override
  public void item(String tableName, EncodedItem item) {
    line(generator -> {
      generator.writeStringField("table", tableName);
      writeItem(generator, "item", item);
    });
  }

  @Override
  public void finding(String what) {
    complete = false;
    err.println("headwater: " + what);
    err.flush();
  }

  /** Whether anyone still reads what is printed. */
  boolean isWanted() {
    return wanted;
  }

  /** Whether everything could be read. */
  boolean isComplete() {
    return complete;
  }

  void flush() {
    out.flush();
  }
}
