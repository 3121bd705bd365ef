package org.transferability.job;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.transferability.job.cli.Exits;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/**
 * The main class of the jar: its first argument is the name of a job, the others are those of the
 * job. For {@code spark-submit JAR score --features ...}, which needs no {@code --class}.
 */
public final class Main {
  private static final List<String> JOBS =
      List.of("score", "evaluate", "import", "validate", "inspect");

  private Main() {}

  /** Takes the name of the job, and its arguments. */
  public static void main(String[] arguments) {
    String name = arguments.length == 0 ? "" : arguments[0];
    Optional<Consumer<String[]>> job = job(name);
    if (job.isEmpty()) {
      Exits.endWith(
          () -> {
            throw unknown(name);
          });
      return;
    }
    job.get().accept(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  /** The main method of a job. */
  static Optional<Consumer<String[]>> job(String name) {
    return switch (name) {
      case "score" -> Optional.of(ScoreJob::main);
      case "evaluate" -> Optional.of(EvaluateJob::main);
      case "import" -> Optional.of(ImportJob::main);
      case "validate" -> Optional.of(ValidateJob::main);
      case "inspect" -> Optional.of(InspectJob::main);
      default -> Optional.empty();
    };
  }

  static InputException unknown(String name) {
    return new InputException(
        "Cannot run a job: expected one of %s, found %s%s"
            .formatted(
                String.join(", ", JOBS),
                name.isEmpty() ? "no argument" : "'" + name + "'",
                NearestName.of(name, JOBS).map(n -> " (did you mean " + n + "?)").orElse("")));
  }
}
