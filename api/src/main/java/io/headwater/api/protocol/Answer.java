package io.headwater.api.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** An operation's answer, which writes itself as one JSON object. */
public interface Answer {
  void writeTo(JsonGenerator generator) throws IOException;

  /**
   * The bytes of items that the answer holds until it is written, for which its handler has
   * reserved memory; 0 if they are no more than a page of items.
   */
  default long heldBytes() {
    return 0;
  }
}
