package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.Heading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code jobs/study}, as picocli fills it in. */
@Command(
    name = "jobs/study",
    headerHeading =
        "Score zoos whose transfer was measured by many estimators, and evaluate these.%n%n",
    customSynopsis = "jobs/study [ZOO...] [options]",
    footer = {
      "  jobs/study",
      "  jobs/study sprites encoders --out studied --against logme",
      "",
      "A ZOO is a folder with features/, targets/ and actual.csv. Output is in the folder",
      "--out: the scores of each zoo, and in judged/ what jobs/evaluate writes. The tables",
      "are explained in docs/estimators.md."
    })
final class StudyCommand {
  @SuppressWarnings("UnusedVariable") // picocli reads it
  @Mixin
  private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "ZOO",
      description = "Folders with features/, targets/ and actual.csv. Default: the sample zoo.")
  List<String> zoos = new ArrayList<>();

  @Heading("Options:")
  @Option(
      names = "--estimators",
      paramLabel = "NAME[,NAME...]",
      description =
          "As in jobs/score. Default: all that read features, and for zoos with predictions"
              + " label-mse, lab-cv-r2 and lab-logme.")
  String estimators;

  @Option(names = "--lambda", paramLabel = "NUMBER[,NUMBER...]", description = "As in jobs/score.")
  String lambda;

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "The estimator that is compared with every other. Default: cv-r2 best.")
  String against = "cv-r2 best";

  @Option(names = "--out", paramLabel = "PATH", description = "Default: results/study.")
  String out;
}
