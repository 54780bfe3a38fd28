package io.headwater.api.cli;

import io.headwater.api.server.HeadwaterServer;
import io.headwater.api.server.ServerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code headwater train}: what the launcher has the JVM watch, so that its ahead-of-time cache
 * holds the classes of a start, of requests and of a stop, and which of their methods are hot. A
 * server of its own on a temporary directory serves a fixed course of requests.
 */
@Command(
    name = "train",
    description = "Serves requests of its own, for the JVM's ahead-of-time cache.",
    hidden = true)
final class TrainCommand implements Callable<Integer> {
  /** After which one request counts as failed. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final Call CREATE_TABLE =
      new Call(
          "CreateTable",
          """
          {"TableName": "train", "BillingMode": "PAY_PER_REQUEST",
           "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
           "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"},
                                    {"AttributeName": "sk", "AttributeType": "N"}]}\
          """);

  private static final List<Call> ROUND =
      List.of(
          new Call("ListTables", "{}"),
          new Call("DescribeTable", "{\"TableName\": \"train\"}"),
          new Call(
              "PutItem",
              """
              {"TableName": "train", "Item": {"pk": {"S": "a"}, "sk": {"N": "1"},
               "text": {"S": "some text"}, "map": {"M": {"list": {"L": [{"BOOL": true}, {"NULL": true}]}}}}}\
              """),
          new Call(
              "PutItem",
              """
              {"TableName": "train", "Item": {"pk": {"S": "a"}, "sk": {"N": "2"}, "set": {"SS": ["x", "y"]}},
               "ConditionExpression": "attribute_not_exists(#t)", "ExpressionAttributeNames": {"#t": "text"}}\
              """),
          new Call(
              "GetItem",
              """
              {"TableName": "train", "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ConsistentRead": true}\
              """),
          new Call(
              "UpdateItem",
              """
              {"TableName": "train", "Key": {"pk": {"S": "a"}, "sk": {"N": "1"}}, "ReturnValues": "ALL_NEW",
               "UpdateExpression": "SET #t = :t ADD n :one", "ExpressionAttributeNames": {"#t": "text"},
               "ExpressionAttributeValues": {":t": {"S": "other text"}, ":one": {"N": "1"}}}\
              """),
          new Call(
              "Query",
              """
              {"TableName": "train", "KeyConditionExpression": "pk = :pk AND sk > :sk",
               "ExpressionAttributeValues": {":pk": {"S": "a"}, ":sk": {"N": "0"}}}\
              """),
          new Call("Scan", "{\"TableName\": \"train\", \"Limit\": 10}"),
          new Call(
              "BatchWriteItem",
              """
              {"RequestItems": {"train": [{"PutRequest": {"Item": {"pk": {"S": "b"}, "sk": {"N": "1"}}}},
                                          {"DeleteRequest": {"Key": {"pk": {"S": "b"}, "sk": {"N": "2"}}}}]}}\
              """),
          new Call(
              "BatchGetItem",
              """
              {"RequestItems": {"train": {"Keys": [{"pk": {"S": "a"}, "sk": {"N": "1"}}]}}}\
              """),
          new Call(
              "DeleteItem",
              """
              {"TableName": "train", "Key": {"pk": {"S": "b"}, "sk": {"N": "1"}}}\
              """));

  @Option(
      names = "--rounds",
      defaultValue = "500",
      description = "Enough for the JVM to see what is hot, in some seconds (500).")
  private int rounds;

  /** One request. */
  private record Call(String operation, String body) {
    private void send(HttpClient client, URI endpoint) throws IOException, InterruptedException {
      var request =
          HttpRequest.newBuilder(endpoint)
              .timeout(DEADLINE)
              .header("Content-Type", "application/x-amz-json-1.0")
              .header("X-Amz-Target", "DynamoDB_20120810." + operation)
              .header("X-Amz-Date", "20260101T000000Z")
              .header(
                  "Authorization",
                  "AWS4-HMAC-SHA256 Credential=train/20260101/us-east-1/dynamodb/aws4_request,"
                      + " SignedHeaders=host;x-amz-date, Signature="
                      + "0".repeat(64))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      var response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(operation + " was answered " + response.body());
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var temporary = EphemeralDirectory.create();
    try {
      var flags = new HashMap<>(temporary.settings());
      flags.put("headwater.http.port", 0);
      try (var server = HeadwaterServer.start(ServerSettings.load(null, flags));
          var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        ServeCommand.stopAtExit(server, temporary);
        train(client, server.address());
      }
      return 0;
    } finally {
      temporary.remove();
    }
  }

  private void train(HttpClient client, InetSocketAddress address)
      throws IOException, InterruptedException {
    var endpoint = URI.create("http://127.0.0.1:" + address.getPort() + "/");
    CREATE_TABLE.send(client, endpoint);
    for (int round = 0; round < rounds; round++) {
      for (Call call : ROUND) {
        call.send(client, endpoint);
      }
    }
  }
}
