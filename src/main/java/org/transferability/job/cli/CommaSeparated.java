package org.transferability.job.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import org.transferability.study.InputException;
import org.transferability.study.ValueText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;

/**
 * Reads the entries of a list that commas separate. Unlike picocli's own {@code split}, an empty
 * entry at the end counts, and the option may be given once only.
 */
public final class CommaSeparated implements IParameterConsumer {
  private boolean given;

  @Override
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    CommandLine line = command.commandLine();
    String name = ((OptionSpec) option).longestName();
    if (arguments.isEmpty()) {
      throw new ParameterException(
          line,
          "Missing required parameter for option '%s' (%s)".formatted(name, option.paramLabel()));
    }
    String text = arguments.pop();
    if (command.optionsMap().containsKey(text)) {
      throw new ParameterException(
          line, "Expected parameter for option '%s' but found '%s'".formatted(name, text));
    }
    if (given) {
      throw new OverwrittenOptionException(line, option, name);
    }
    given = true;
    List<Object> entries = new ArrayList<>();
    try {
      for (String entry : text.split(",", -1)) {
        entries.add(ValueText.parse(option.auxiliaryTypes()[0], entry.strip()));
      }
    } catch (InputException e) {
      throw new ParameterException(line, e.getMessage(), e, option, text);
    }
    option.setValue(entries);
  }
}
