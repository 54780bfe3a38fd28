package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An operation's answer, which writes itself as one JSON object. */
public interface Answer {
  void writeTo(JsonGenerator generator) throws IOException;

  /** Reports whether the writing takes longer than about a millisecond. */
  default boolean isLarge() {
    return false;
  }
}
