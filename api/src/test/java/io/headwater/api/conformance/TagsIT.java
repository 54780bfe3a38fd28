package io.headwater.api.conformance;

import static io.headwater.api.conformance.Conformance.DYNAMODB;
import static io.headwater.api.conformance.Conformance.assertInvalid;
import static io.headwater.api.conformance.Conformance.hashTableRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.api.testing.RawClient;
import io.headwater.api.testing.SharedServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.Tag;

final class TagsIT {
  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static List<Tag> tags(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> tag("key-%02d".formatted(i), "v")).toList();
  }

  private static String newTable() {
    return arn(Conformance.hashTable("tags"));
  }

  private static String arn(String table) {
    return "arn:aws:dynamodb:us-east-1:000000000000:table/" + table;
  }

  private static List<Tag> tagsOf(String arn) {
    return DYNAMODB.listTagsOfResource(list -> list.resourceArn(arn)).tags();
  }

  @Test
  void tagResource_newAndKnownKeys_areSetAndOverwritten() {
    String arn = newTable();

    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("team", "blue"), tag("empty", "")));
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("team", "red")));

    assertThat(tagsOf(arn)).containsExactly(tag("empty", ""), tag("team", "red"));
  }

  @Test
  void untagResource_knownAndUnknownKeys_areGone() {
    String arn = newTable();
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("a", "1"), tag("b", "2")));

    DYNAMODB.untagResource(remove -> remove.resourceArn(arn).tagKeys("a", "none"));

    assertThat(tagsOf(arn)).containsExactly(tag("b", "2"));
  }

  @Test
  void tagResource_answer_hasNoBody() {
    var client = new RawClient(SharedServer.endpoint());
    String arn = newTable();

    var tagged =
        client.call(
            "TagResource",
            "{\"ResourceArn\":\"" + arn + "\",\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]}");
    var untagged =
        client.call("UntagResource", "{\"ResourceArn\":\"" + arn + "\",\"TagKeys\":[\"a\"]}");

    assertThat(tagged.statusCode()).isEqualTo(200);
    assertThat(tagged.body()).isEmpty();
    assertThat(untagged.statusCode()).isEqualTo(200);
    assertThat(untagged.body()).isEmpty();
  }

  @Test
  void listTagsOfResource_manyTags_areInOneAnswer() {
    String arn = newTable();
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tags(0, 50)));

    for (String token : new String[] {null, "*", "YQ=="}) {
      var answer = DYNAMODB.listTagsOfResource(list -> list.resourceArn(arn).nextToken(token));

      assertThat(answer.tags()).isEqualTo(tags(0, 50));
      assertThat(answer.nextToken()).isNull();
    }
  }

  @Test
  void tagResource_lettersDigitsAndSpacesOfAnyScript_areAccepted() {
    String arn = newTable();
    var unusual = tag("Ключ 項目\u00a0٣ +-=._:/@", "é ".repeat(128));

    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(unusual));

    assertThat(tagsOf(arn)).containsExactly(unusual);
  }

  @Test
  void tagResource_oneBadTagOfTwo_setsNone() {
    String arn = newTable();

    assertInvalid(
        () -> DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("a", "1"), tag("b", "\t"))),
        "The Tag Value provided is invalid, Value: \t");

    assertThat(tagsOf(arn)).isEmpty();
  }

  @Test
  void tagResource_moreThan50_isRefused() {
    String arn = newTable();
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tags(0, 50)));

    String message = "Number of Tags exceed the current limit for the provided ResourceArn";
    assertInvalid(
        () -> DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("more", ""))), message);
    assertInvalid(
        () -> DYNAMODB.tagResource(put -> put.resourceArn(newTable()).tags(tags(0, 51))), message);
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("key-00", "other")));
    assertThat(tagsOf(arn)).hasSize(50).contains(tag("key-00", "other"));
  }

  @Test
  void createTable_withTags_hasThem() {
    String table =
        Conformance.create(
            hashTableRequest(SharedServer.newTableName("tags")).tags(tag("a", "1")).build());

    assertThat(tagsOf(arn(table))).containsExactly(tag("a", "1"));
  }

  @Test
  void createdAgain_hasNoTags() {
    String arn = newTable();
    String table = arn.substring(arn.indexOf('/') + 1);
    DYNAMODB.tagResource(put -> put.resourceArn(arn).tags(tag("a", "1")));
    DYNAMODB.deleteTable(delete -> delete.tableName(table));
    Conformance.create(hashTableRequest(table).build());

    assertThat(tagsOf(arn)).isEmpty();
  }
}
