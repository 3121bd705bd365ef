package org.transferability.job.cli;

import org.transferability.report.OutputDirectory.Existing;
import org.transferability.run.ScoreOptions.Verbosity;
import picocli.CommandLine.Option;

/** The options of all jobs that write an output directory. */
public final class OutputOptions {
  @Option(
      names = "--overwrite",
      description = "Replace an earlier result. If omitted, an existing output is an error.")
  private boolean overwrite;

  @Option(names = "--quiet", description = "Print only warnings and errors.")
  private boolean quiet;

  /** What becomes of an output that exists. */
  public Existing existing() {
    return overwrite ? Existing.REPLACE : Existing.REFUSE;
  }

  public Verbosity verbosity() {
    return quiet ? Verbosity.QUIET : Verbosity.NORMAL;
  }
}
