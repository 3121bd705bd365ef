package org.transferability.job.cli;

import java.util.Collections;
import java.util.List;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Translates picocli's errors into messages that name the remedy. */
public final class OptionsMistake {
  private OptionsMistake() {}

  public static InputException of(ParameterException e, List<String> arguments) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched);
    }
    if (e instanceof MaxValuesExceededException || e instanceof OverwrittenOptionException) {
      return repeated(e, arguments);
    }
    if (e.getCause() instanceof InputException value
        && e.getArgSpec() instanceof OptionSpec option) {
      return new InputException(value.getMessage() + " (" + option.longestName() + ")", e);
    }
    return new InputException("Cannot read command line: " + e.getMessage() + advice(e), e);
  }

  private static InputException unknown(UnmatchedArgumentException e) {
    String given = e.getUnmatched().get(0).replaceFirst("=.*", "");
    if (!given.startsWith("-")) {
      return new InputException(
          "Cannot use argument: expected an option, found '" + given + "'" + advice(e), e);
    }
    List<String> known =
        e.getCommandLine().getCommandSpec().options().stream()
            .map(OptionSpec::longestName)
            .toList();
    String hint =
        NearestName.of(given, known).map(name -> " (did you mean " + name + "?)").orElse("");
    return new InputException(
        "Cannot use option: expected a known one, found '" + given + "'" + hint + advice(e), e);
  }

  private static InputException repeated(ParameterException e, List<String> arguments) {
    List<String> names = arguments.stream().map(a -> a.replaceFirst("=.*", "")).toList();
    String twice =
        names.stream()
            .filter(name -> name.startsWith("--") && Collections.frequency(names, name) > 1)
            .findFirst()
            .orElse("an option");
    return new InputException(
        "Cannot read command line: expected each option once, found several: " + twice + advice(e),
        e);
  }

  private static String advice(ParameterException e) {
    return "; " + e.getCommandLine().getCommandName() + " --help lists the options";
  }
}
