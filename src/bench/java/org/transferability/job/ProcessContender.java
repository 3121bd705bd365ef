package org.transferability.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A rival in a process of its own that stays warm: for each line it gets it does the work once and
 * answers {@code seconds NUMBER}, timed by itself.
 */
final class ProcessContender implements Contender {
  private final String name;
  private final Process process;
  private final BufferedReader in;
  private final Writer out;
  private long peakMegabytes = -1;

  ProcessContender(String name, List<String> command) throws IOException {
    this.name = name;
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    this.in = process.inputReader(StandardCharsets.UTF_8);
    this.out = process.outputWriter(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run run() throws IOException {
    Duration before = cpu();
    out.write("run\n");
    out.flush();
    String line = in.readLine();
    while (line != null && !line.startsWith("seconds ")) {
      line = in.readLine();
    }
    if (line == null) {
      throw new IOException("Cannot time " + name + ": expected a time, found that it ended");
    }
    peakMegabytes = residentPeak();
    return new Run(
        Double.parseDouble(line.substring("seconds ".length())),
        cpu().minus(before).toNanos() / 1e9);
  }

  private Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Most memory that the process had resident after its last run, in MB; -1 if not known. */
  long peakMegabytes() {
    return peakMegabytes;
  }

  private long residentPeak() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status"); // Linux only
    if (!Files.isReadable(status)) {
      return -1;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
        .findFirst()
        .orElse(-1);
  }

  @Override
  public void close() {
    try {
      out.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
