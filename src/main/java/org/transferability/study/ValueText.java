package org.transferability.study;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values as the command line and the study file write them: one parser for each type. Constants are
 * called what their {@code toString} gives.
 */
public final class ValueText {
  private static final Map<Class<?>, Function<String, ?>> PARSERS =
      Map.of(
          String.class, Function.identity(),
          Glob.class, Glob::new,
          Penalty.class, Penalty::parse,
          SampleSize.class, SampleSize::parse,
          RaceRounds.class, RaceRounds::parse,
          EstimatorKind.class, EstimatorKind::parse);

  private ValueText() {}

  /** Whether values of this type are read from one text. */
  public static boolean reads(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type);
  }

  /**
   * The value of a text.
   *
   * @param type one that is read from text
   */
  public static <T> T parse(Class<T> type, String text) {
    Function<String, ?> parser = PARSERS.get(type);
    return type.cast(parser == null ? constant(type, text.strip()) : parser.apply(text));
  }

  private static Object constant(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (constant.toString().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    String words = Stream.of(constants).map(Object::toString).collect(Collectors.joining(", "));
    throw new InputException(
        "Cannot use value: expected %s, found '%s'"
            .formatted(words.replaceFirst(", (?=[^,]*$)", " or "), text));
  }
}
