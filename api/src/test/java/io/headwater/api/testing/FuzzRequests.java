package io.headwater.api.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** The good requests of {@code fuzz-requests.txt}, to be damaged. */
final class FuzzRequests {
  /** The table that they speak of: a string as partition key, a number as sort key, a stream. */
  static final String TABLE = "fuzz";

  static final String CREATE_TABLE =
      """
      {"TableName":"%s","BillingMode":"PAY_PER_REQUEST",
       "AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},
         {"AttributeName":"nr","AttributeType":"N"}],
       "KeySchema":[{"AttributeName":"id","KeyType":"HASH"},{"AttributeName":"nr","KeyType":"RANGE"}],
       "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}}
      """;

  /** A call: the operation's name, with a prefix where it is not DynamoDB's own, and its JSON. */
  record Call(String operation, String json) {}

  private final List<Call> calls = new ArrayList<>();

  FuzzRequests(String streamArn, String shardId, String shardIterator) throws IOException {
    for (String block : text().split("\n\n", -1)) {
      if (!block.startsWith("#")) {
        int nameEnd = block.indexOf('\n');
        String json =
            block
                .substring(nameEnd + 1)
                .replace("$streamArn", streamArn)
                .replace("$shardIterator", shardIterator)
                .replace("$shardId", shardId);
        calls.add(new Call(block.substring(0, nameEnd), json));
      }
    }
  }

  private static String text() throws IOException {
    try (InputStream in = FuzzRequests.class.getResourceAsStream("fuzz-requests.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  Call any(Random random) {
    return calls.get(random.nextInt(calls.size()));
  }
}
