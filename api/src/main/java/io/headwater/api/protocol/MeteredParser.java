package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import io.headwater.api.memory.Reservation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A parser that reserves memory for the objects that its reader makes of the tokens, before they
 * are made. In small values the objects take up to fifty times the bytes of their JSON: an empty
 * key, {@code {},}, becomes an item with a map.
 */
final class MeteredParser extends JsonParserDelegate {
  /** A body of up to this length is not metered: its objects are few (bytes). */
  static final int UNMETERED_BODY_BYTES = 64 * 1024;

  /** Reserved at once, to reserve seldom (bytes). */
  private static final long STEP = 64 * 1024;

  private final Reservation memory;
  private long unreserved;

  MeteredParser(JsonParser parser, Reservation memory) {
    super(parser);
    this.memory = memory;
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    if (token != null) {
      unreserved += objectBytes(token);
      if (unreserved >= STEP) {
        memory.add(unreserved);
        unreserved = 0;
      }
    }
    return token;
  }

  // The base class's forms go through nextToken.
  @Override
  public @Nullable String nextFieldName() throws IOException {
    return nextToken() == JsonToken.FIELD_NAME ? currentName() : null;
  }

  /** The heap of the objects that stand for a token, without the characters of strings. */
  private static int objectBytes(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> 80;
      case START_ARRAY -> 48;
      case FIELD_NAME -> 32;
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> 24;
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL, VALUE_EMBEDDED_OBJECT -> 8;
      case END_OBJECT, END_ARRAY, NOT_AVAILABLE -> 0;
    };
  }
}
