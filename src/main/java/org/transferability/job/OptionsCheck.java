package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;

/**
 * Reads a command line before Spark starts. {@code jobs/submit} runs it in a JVM of its own, which
 * takes about a second; spark-submit takes several. It answers {@code --help} and {@code
 * --version}, and reports a wrong option. If neither is the case, the exit code is {@link #GO_ON}
 * and the job starts; the job then reads its command line itself.
 */
public final class OptionsCheck {
  /** Exit code: the options are right, and the job has to run. */
  static final int GO_ON = 10;

  /** System property: whether paths without a scheme are of this machine. */
  static final String LOCAL = "transferability.local";

  private OptionsCheck() {}

  /**
   * Checks, and ends the process.
   *
   * @param arguments the class of the job, then its arguments
   */
  public static void main(String[] arguments) {
    System.exit(Exits.of(System.err, () -> check(System.out, arguments)));
  }

  static int check(PrintStream out, String... arguments) throws IOException, InterruptedException {
    String job = arguments[0].substring(arguments[0].lastIndexOf('.') + 1);
    String[] options = rest(1, arguments);
    return switch (job) {
      case "ScoreJob" -> score(out, options);
      case "EvaluateJob" -> read(out, new EvaluateOptions(), EvaluateOptions::checked, options);
      case "ImportJob" -> imports(out, options);
      case "ValidateJob" ->
          read(out, new ValidateOptionsCommand(), ValidateOptionsCommand::checked, options);
      case "InspectJob" -> read(out, InspectJob.options(), bean -> {}, options);
      case "StudyJob" -> // after two folders
          read(out, new StudyCommand(), bean -> {}, rest(Math.min(2, options.length), options));
      case "DemoJob" -> DemoJob.showsHelp(options) ? DemoJob.run(options, out, out) : GO_ON;
      case "CompletionJob" -> CompletionJob.run(options, out);
      default -> GO_ON;
    };
  }

  private static int score(PrintStream out, String... options) {
    if (isReadOnce("--study", List.of(options))) {
      return GO_ON;
    }
    ScoreOptionsRequest request = ScoreOptionsRequest.parse(options);
    if (request instanceof ScoreOptionsRequest.Show show) {
      out.println(show.text());
      return ExitCode.OK;
    }
    if (request instanceof ScoreOptionsRequest.Run run && Boolean.getBoolean(LOCAL)) {
      LocalPaths.require(run.options());
    }
    return GO_ON;
  }

  private static int imports(PrintStream out, String... options) {
    if (isReadOnce("--recipe", List.of(options))) {
      return GO_ON;
    }
    Optional<String> text = ImportOptions.parse(options).text();
    text.ifPresent(out::println);
    return text.isPresent() ? ExitCode.OK : GO_ON;
  }

  /** Whether a file of options is a pipe or remote, so that only the job can read it. */
  private static boolean isReadOnce(String option, List<String> options) {
    String file = "";
    for (int i = 0; i < options.size(); i++) {
      if (options.get(i).startsWith(option + "=")) {
        file = options.get(i).substring(option.length() + 1);
      } else if (options.get(i).equals(option) && i + 1 < options.size()) {
        file = options.get(i + 1);
      }
    }
    try {
      Path path = Path.of(file);
      return file.contains(":/")
          || (!file.isEmpty() && Files.exists(path) && !Files.isRegularFile(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static <T> int read(PrintStream out, T bean, Consumer<T> check, String... options) {
    if (OptionsLine.answered(out, bean, options)) {
      return ExitCode.OK;
    }
    check.accept(bean);
    return GO_ON;
  }

  private static String[] rest(int from, String... arguments) {
    return Arrays.copyOfRange(arguments, from, arguments.length);
  }
}
