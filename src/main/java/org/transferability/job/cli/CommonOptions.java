package org.transferability.job.cli;

import org.transferability.report.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The options that all jobs share, and how their help texts look. */
@Command(
    sortOptions = false,
    versionProvider = CommonOptions.Version.class,
    optionListHeading = "%n",
    synopsisHeading = "Usage: ",
    footerHeading = "%nExamples:%n")
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print version information and exit.")
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  private boolean version;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "Format of what is printed. Default: text.")
  private OutputFormat format = OutputFormat.TEXT;

  public OutputFormat format() {
    return format;
  }

  /** Loaded only if --version is given. */
  public static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"transferability-spark " + Versions.tool()};
    }
  }
}
