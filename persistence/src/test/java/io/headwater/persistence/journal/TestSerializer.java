package io.headwater.persistence.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** The tests' events as their names. */
public final class TestSerializer extends SerializerWithStringManifest {
  @Override
  public int identifier() {
    return 4711;
  }

  @Override
  public String manifest(Object event) {
    return event instanceof TestEvents.WithRows ? "R" : "N";
  }

  @Override
  public byte[] toBinary(Object event) {
    return switch ((TestEvents.Serializable) event) {
      case TestEvents.Named(var name) -> name.getBytes(UTF_8);
      case TestEvents.WithRows(var name, var _) -> name.getBytes(UTF_8);
      case TestEvents.Unserializable(var name) -> throw new IllegalArgumentException(name);
    };
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    String name = new String(bytes, UTF_8);
    return manifest.equals("R")
        ? new TestEvents.WithRows(name, List.of())
        : new TestEvents.Named(name);
  }
}
