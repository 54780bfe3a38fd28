package io.headwater.api.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The operations that Headwater knows, by the target that a request names. */
public final class ServiceModel {
  private static final String RESOURCE = "service-model.txt";

  private final Map<String, OperationShape> operations;

  private ServiceModel(Map<String, OperationShape> operations) {
    this.operations = operations;
  }

  /** Reads the model that is built into this module; about a millisecond. */
  public static ServiceModel load() {
    try (InputStream stream = ServiceModel.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + RESOURCE);
      }
      return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServiceModel parse(String text) {
    return new ServiceModel(new ServiceModelParser().parse(text));
  }

  /** The operation that a target names; asking for one that the model lacks is a bug. */
  public OperationShape operation(String target) {
    OperationShape operation = operations.get(target);
    if (operation == null) {
      throw new IllegalArgumentException("the model has no operation " + target);
    }
    return operation;
  }
}
