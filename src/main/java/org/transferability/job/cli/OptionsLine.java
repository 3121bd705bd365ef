package org.transferability.job.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import org.transferability.study.ValueText;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** What the command lines of all jobs have in common. */
public final class OptionsLine {
  private OptionsLine() {}

  /** The command line that fills in a bean; options that are not given keep the bean's values. */
  public static CommandLine of(Object bean) {
    CommandLine line = new CommandLine(bean);
    line.setUsageHelpLongOptionsMaxWidth(34);
    for (OptionSpec option : line.getCommandSpec().options()) {
      convert(line, option.auxiliaryTypes()[0]);
    }
    line.getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, OptionsLine::optionsUnderHeadings);
    return line;
  }

  /** Fills in a bean; the rest is as for a command line. */
  public static Optional<String> parse(Object bean, String... arguments) {
    return parse(of(bean), arguments);
  }

  /** The same; prints the text, if there is one, and returns whether there was. */
  public static boolean answered(PrintStream out, Object bean, String... arguments) {
    Optional<String> text = parse(bean, arguments);
    text.ifPresent(out::println);
    return text.isPresent();
  }

  /**
   * Reads the arguments.
   *
   * @return a text to print instead of working: help or the version
   * @throws org.transferability.study.InputException if an option is unknown or wrong
   */
  public static Optional<String> parse(CommandLine line, String... arguments) {
    try {
      line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw OptionsMistake.of(e, List.of(arguments));
    }
    if (line.isUsageHelpRequested()) {
      line.setSeparator(" "); // how help shows it; --out=x and --out x are both read
      return Optional.of(line.getUsageMessage(Help.Ansi.OFF));
    }
    if (line.isVersionHelpRequested()) {
      StringWriter text = new StringWriter();
      line.printVersionHelp(new PrintWriter(text), Help.Ansi.OFF);
      return Optional.of(text.toString());
    }
    return Optional.empty();
  }

  private static <T> void convert(CommandLine line, Class<T> type) {
    if (ValueText.reads(type)) {
      line.registerConverter(type, text -> ValueText.parse(type, text));
    }
  }

  private static String optionsUnderHeadings(Help help) {
    List<OptionSpec> options = help.commandSpec().options();
    StringBuilder text = new StringBuilder();
    Help.Layout section = help.createDefaultLayout(options, List.of(), help.colorScheme());
    for (OptionSpec option : options) {
      Heading heading =
          option.userObject() instanceof Field field ? field.getAnnotation(Heading.class) : null;
      if (heading != null) {
        text.append(section).append("%n%s%n".formatted(heading.value()));
        section = help.createDefaultLayout(options, List.of(), help.colorScheme());
      }
      section.addOption(option, help.parameterLabelRenderer());
    }
    return text.append(section).toString();
  }
}
