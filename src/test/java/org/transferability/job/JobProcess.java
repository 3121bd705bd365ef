package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of a script in {@code jobs/}, as a user would start it: another process, the packaged
 * jar, standard input closed. Output goes through files, so that a talkative process cannot block.
 */
final class JobProcess {
  /** What a finished process left behind. */
  record Result(int exitCode, String out, String err) {
    /** All of it, for the message of a failed assertion. */
    String report() {
      return "exit code " + exitCode + "\n--- out\n" + out + "\n--- err\n" + err;
    }
  }

  private static final Path HOME =
      Path.of(System.getProperty("project.directory", "")).toAbsolutePath();

  private final List<String> command = new ArrayList<>();
  private final Map<String, Optional<String>> environment = new HashMap<>();
  private Path directory = HOME;
  private Duration timeout = Duration.ofMinutes(3);

  private JobProcess(Path script, String... arguments) {
    command.add(script.toString());
    command.addAll(List.of(arguments));
    // What the developer's own shell says must not decide what is tested.
    for (String name : List.of("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_SUBMIT_OPTS", "MASTER")) {
      environment.put(name, Optional.empty());
    }
  }

  /** {@code jobs/<job>} of this project with these arguments. */
  static JobProcess of(String job, String... arguments) {
    return new JobProcess(HOME.resolve("jobs").resolve(job), arguments);
  }

  /** The same through another path, such as a link to the script. */
  static JobProcess through(Path script, String... arguments) {
    return new JobProcess(script, arguments);
  }

  /** The folder that holds {@code jobs/}, {@code conf/} and {@code target/}. */
  static Path home() {
    return HOME;
  }

  /** Adds arguments after those there are. */
  JobProcess with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  JobProcess in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  JobProcess env(String name, String value) {
    environment.put(name, Optional.of(value));
    return this;
  }

  JobProcess within(Duration limit) {
    timeout = limit;
    return this;
  }

  /** Runs to the end; a process that is still there after the timeout is killed and fails. */
  Result run() {
    try (Running running = start()) {
      return running.await();
    }
  }

  /** Starts without waiting, for tests that interrupt. */
  Running start() {
    try {
      Path out = Files.createTempFile("job", ".out");
      Path err = Files.createTempFile("job", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      environment.forEach(
          (name, value) ->
              value.ifPresentOrElse(
                  set -> builder.environment().put(name, set),
                  () -> builder.environment().remove(name)));
      return new Running(builder.start(), out, err, timeout);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that may still run; closing it ends it and everything it started. */
  static final class Running implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;
    private final Duration timeout;

    private Running(Process process, Path out, Path err, Duration timeout) {
      this.process = process;
      this.out = out;
      this.err = err;
      this.timeout = timeout;
    }

    /** The scripts replace themselves by the driver's JVM, so this is the driver. */
    long pid() {
      return process.pid();
    }

    boolean isRunning() {
      return process.isAlive();
    }

    /** What it has written to standard error so far. */
    String errSoFar() {
      return read(err);
    }

    /** What it has written to standard output so far. */
    String outSoFar() {
      return read(out);
    }

    /** SIGTERM, as an operator or a scheduler sends it. */
    void terminate() {
      process.destroy();
    }

    /** SIGKILL. */
    void kill() {
      process.destroyForcibly();
    }

    Result await() {
      try {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new AssertionError(
              "still running after "
                  + timeout
                  + ": "
                  + new Result(-1, read(out), read(err)).report());
        }
        return new Result(process.exitValue(), read(out), read(err));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      try {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
