package org.transferability.job.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.study.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the command lines of all jobs have in common. */
public final class OptionsLine {
  private OptionsLine() {}

  /**
   * Fills in a picocli command.
   *
   * @return a text to print instead of working: help or the version
   * @throws InputException if an option is unknown or wrong
   */
  public static Optional<String> parse(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setUsageHelpLongOptionsMaxWidth(34);
    try {
      line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw OptionsMistake.of(e, List.of(arguments));
    }
    if (line.isUsageHelpRequested()) {
      line.setSeparator(" "); // how help shows it; --out=x and --out x are both read
      return Optional.of(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    if (line.isVersionHelpRequested()) {
      StringWriter text = new StringWriter();
      line.printVersionHelp(new PrintWriter(text), CommandLine.Help.Ansi.OFF);
      return Optional.of(text.toString());
    }
    return Optional.empty();
  }

  /** The value of an option whose text was given; the option is named in the error. */
  public static <T> Optional<T> of(String option, String text, Function<String, T> parse) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text));
    } catch (InputException e) {
      throw new InputException(e.getMessage() + " (" + option + ")", e);
    }
  }

  /** One of the constants, by its name in small letters. */
  public static <E extends Enum<E>> E choice(String option, String text, E[] values) {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      String name = value.name().toLowerCase(Locale.ROOT);
      if (name.equals(text.strip())) {
        return value;
      }
      names.add(name);
    }
    throw new InputException(
        "Cannot use %s: expected %s, found '%s'"
            .formatted(option, String.join(" or ", names), text));
  }
}
