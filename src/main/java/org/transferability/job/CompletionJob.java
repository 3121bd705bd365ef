package org.transferability.job;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code jobs/completion}: prints a script by which bash and zsh complete the options of all jobs.
 */
public final class CompletionJob {
  private CompletionJob() {}

  @Command(
      name = "jobs/completion",
      mixinStandardHelpOptions = true,
      versionProvider = CommonOptions.Version.class,
      headerHeading = "Print a script that lets bash or zsh complete the options of the jobs.%n%n",
      synopsisHeading = "Usage: ",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jobs/completion > ~/.transferability-completion",
        "  source ~/.transferability-completion    # in ~/.bashrc or ~/.zshrc"
      })
  private static final class Options {}

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out));
  }

  static int run(String[] arguments, PrintStream out) {
    if (OptionsLine.answered(out, new Options(), arguments)) {
      return ExitCode.OK;
    }
    // bash completes a command with a slash by the part after the last one
    commands()
        .forEach((name, command) -> out.println(AutoComplete.bash(name, new CommandLine(command))));
    out.flush();
    return ExitCode.OK;
  }

  /** The options of every job, by the name of its script. */
  static Map<String, Object> commands() {
    Map<String, Object> commands = new LinkedHashMap<>();
    commands.put("score", new ScoreOptionsCommand());
    commands.put("evaluate", new EvaluateOptions());
    commands.put("import", new ImportOptions());
    commands.put("validate", new ValidateOptionsCommand());
    commands.put("inspect", InspectJob.options());
    return commands;
  }
}
