package org.transferability.job.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.study.InputException;
import picocli.CommandLine.ITypeConverter;

/**
 * Sizes in bytes as people write them: {@code 1048576}, {@code 512m}, {@code 2g}, {@code 64MiB}.
 */
public final class ScoreOptionsSize implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)(i?b)?");
  private static final String UNITS = "kmgt";

  @Override
  public Long convert(String text) {
    return parse(text);
  }

  /** Units are powers of 1024, as in Spark's own settings. */
  public static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      String unit = matcher.group(2);
      long factor = unit.isEmpty() ? 1 : 1L << (10 * (UNITS.indexOf(unit) + 1));
      long count = Long.parseLong(matcher.group(1));
      if (count <= Long.MAX_VALUE / factor) {
        return count * factor;
      }
    }
    throw new InputException(
        "Cannot use size: expected bytes such as 1048576, 512m or 2g, found '" + text + "'");
  }
}
