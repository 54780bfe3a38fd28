package io.headwater.api.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.TestServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that has less room than the settings ask for. */
final class FullDiskIT {
  private static final String PUT = "{\"TableName\":\"kept\",\"Item\":{\"id\":{\"S\":\"a\"}}}";
  private static final String DELETE = "{\"TableName\":\"kept\",\"Key\":{\"id\":{\"S\":\"a\"}}}";
  private static final String BATCH_OF_PUTS =
      "{\"RequestItems\":{\"kept\":[{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"b\"}}}}]}}";
  private static final String BATCH_DELETE =
      "{\"RequestItems\":{\"kept\":[{\"DeleteRequest\":{\"Key\":{\"id\":{\"S\":\"a\"}}}}]}}";
  private static final String GET = "{\"TableName\":\"kept\",\"Key\":{\"id\":{\"S\":\"a\"}}}";

  @Test
  void fullDisk_refusesPutsAndServesReadsAndDeletes(@TempDir Path directory) {
    try (TestServer server = TestServer.start(directory)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("CreateTable", createTable("kept")).statusCode()).isEqualTo(200);
      assertThat(client.call("PutItem", PUT).statusCode()).isEqualTo(200);
    }

    var noRoom = Map.of("headwater.store.min-free-space", Long.toString(Long.MAX_VALUE));
    try (TestServer server = TestServer.start(directory, noRoom)) {
      var client = new RawClient(server.endpoint());
      assertThat(client.call("PutItem", PUT).statusCode()).isEqualTo(500);
      assertThat(client.call("PutItem", PUT).body()).contains("#InternalServerError");
      assertThat(client.call("CreateTable", createTable("more")).statusCode()).isEqualTo(500);

      assertThat(client.call("GetItem", GET).body()).isEqualTo("{\"Item\":{\"id\":{\"S\":\"a\"}}}");
      assertThat(client.call("BatchWriteItem", BATCH_OF_PUTS).statusCode()).isEqualTo(500);
      assertThat(client.call("BatchWriteItem", BATCH_DELETE).body())
          .isEqualTo("{\"UnprocessedItems\":{}}");
      assertThat(client.call("GetItem", GET).body()).isEqualTo("{}");
      assertThat(client.call("DeleteItem", DELETE).statusCode()).isEqualTo(200);
      assertThat(client.call("DeleteTable", "{\"TableName\":\"kept\"}").statusCode())
          .isEqualTo(200);
    }
  }

  private static String createTable(String name) {
    return """
    {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
     "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],
     "KeySchema":[{"AttributeName":"id","KeyType":"HASH"}]}
    """
        .formatted(name);
  }
}
