package io.headwater.actors.model;

import org.jspecify.annotations.Nullable;

/**
 * The names of resources as ARNs of the configured region and account. Resources are looked up by
 * name alone; which regions and accounts requests may name is checked before.
 */
public record ResourceArns(String region, String accountId) {
  private static final String TABLE = "table/";
  private static final String STREAM = "/stream/";

  /** A stream's identity inside its ARN. */
  public record StreamName(String tableName, String label) {}

  public String table(String tableName) {
    return "arn:aws:dynamodb:" + region + ":" + accountId + ":" + TABLE + tableName;
  }

  public String index(String tableName, String indexName) {
    return table(tableName) + "/index/" + indexName;
  }

  public String stream(String tableName, String label) {
    return table(tableName) + STREAM + label;
  }

  /** The key that is meant by its id, its alias or its ARN. */
  public String encryptionKey(String idOrAliasOrArn) {
    if (idOrAliasOrArn.startsWith("arn:")) {
      return idOrAliasOrArn;
    }
    String resource =
        idOrAliasOrArn.startsWith("alias/") ? idOrAliasOrArn : "key/" + idOrAliasOrArn;
    return "arn:aws:kms:" + region + ":" + accountId + ":" + resource;
  }

  public String function(String functionName) {
    return "arn:aws:lambda:" + region + ":" + accountId + ":function:" + functionName;
  }

  public String eventSourceMapping(String uuid) {
    return "arn:aws:lambda:" + region + ":" + accountId + ":event-source-mapping:" + uuid;
  }

  /** The name in a table ARN, or the argument itself where that is no ARN. */
  public static String tableName(String nameOrArn) {
    String resource = dynamodbResource(nameOrArn);
    if (resource == null || !resource.startsWith(TABLE)) {
      return nameOrArn;
    }
    int end = resource.indexOf('/', TABLE.length());
    return resource.substring(TABLE.length(), end < 0 ? resource.length() : end);
  }

  /** Whether this is the ARN of a table: not of an index, a stream, or something else. */
  public static boolean isTableArn(String text) {
    String resource = dynamodbResource(text);
    return resource != null
        && resource.startsWith(TABLE)
        && resource.length() > TABLE.length()
        && resource.indexOf('/', TABLE.length()) < 0;
  }

  /** Table name and label of a stream ARN; null if it is none. */
  public static @Nullable StreamName streamName(String arn) {
    String resource = dynamodbResource(arn);
    int middle = resource == null ? -1 : resource.indexOf(STREAM);
    if (resource == null || !resource.startsWith(TABLE) || middle < 0) {
      return null;
    }
    return new StreamName(
        resource.substring(TABLE.length(), middle), resource.substring(middle + STREAM.length()));
  }

  private static @Nullable String dynamodbResource(String arn) {
    // arn:partition:dynamodb:region:account:resource, and the label of a stream has colons itself.
    String[] parts = arn.split(":", 6);
    return parts.length == 6 && parts[0].equals("arn") && parts[2].equals("dynamodb")
        ? parts[5]
        : null;
  }
}
