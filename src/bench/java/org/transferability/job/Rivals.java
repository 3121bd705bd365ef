package org.transferability.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Rivals in processes of their own. */
final class Rivals {
  private final Path home;
  private final int cores;
  private final Optional<String> python;

  private Rivals(Path home, int cores, Optional<String> python) {
    this.home = home;
    this.cores = cores;
    this.python = python;
  }

  static Rivals of(BenchOptions options, Path home) throws InterruptedException {
    for (String candidate : options.pythons()) {
      if (works(List.of(candidate, script(home), "check"))) {
        return new Rivals(home, options.cores(), Optional.of(candidate));
      }
    }
    return new Rivals(home, options.cores(), Optional.empty());
  }

  private static String script(Path home) {
    return home.resolve("src/bench/python/rivals.py").toString();
  }

  private static boolean works(List<String> command) throws InterruptedException {
    try {
      Process check =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return check.waitFor(1, TimeUnit.MINUTES) && check.exitValue() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  boolean hasPython() {
    return python.isPresent();
  }

  /** A way of rivals.py; {@link #hasPython} must hold. */
  Contender python(String name, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(python.orElseThrow(), script(home)));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessContender(name, command);
  }

  /** MLlib on a class path without a native BLAS. */
  Contender mllibAsShipped(BenchData data) throws IOException {
    String classPath =
        Installation.benchClasses(home) + File.pathSeparator + Installation.sparkJars(home);
    List<String> command = new ArrayList<>(Installation.java("4g", classPath));
    command.add(MllibGram.class.getName());
    command.add(data.features());
    command.add(String.valueOf(cores));
    return new ProcessContender("MLlib Gram, as shipped", command);
  }
}
