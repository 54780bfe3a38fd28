package io.headwater.persistence.store;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads a setting that names one of a few choices, in lower case in configuration files. */
public final class ConfigEnum {
  private ConfigEnum() {}

  /**
   * The constant of that name in whatever case; an error that lists the choices if there is none.
   */
  public static <E extends Enum<E>> E get(Class<E> choices, Config config, String key) {
    String name = config.getString(key);
    for (E choice : choices.getEnumConstants()) {
      if (choice.name().equalsIgnoreCase(name)) {
        return choice;
      }
    }
    String expected =
        Arrays.stream(choices.getEnumConstants())
            .map(choice -> choice.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
    throw new IllegalArgumentException("%s: expected %s, found %s".formatted(key, expected, name));
  }
}
