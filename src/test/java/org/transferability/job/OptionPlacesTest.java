package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.transferability.job.cli.OptionsLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option is in all places that list options: help, study file, run.json, documentation. */
final class OptionPlacesTest {
  /** Options of jobs/score that are not keys of a study file: they concern a single run. */
  private static final Set<String> NOT_IN_STUDY_FILES =
      Set.of(
          "--help",
          "--version",
          "--format",
          "--study",
          "--bins",
          "--transrate-weights",
          "--refine",
          "--no-transfer-column", // transfer: none
          "--out",
          "--overwrite",
          "--quiet",
          "--report",
          "--dry-run",
          "--state",
          "--scratch",
          "--on-error",
          "--in-flight",
          "--broadcast-limit",
          "--chunk-size",
          "--tile-limit",
          "--precision");

  /** Options of jobs/import that are not keys of a recipe. */
  private static final Set<String> NOT_IN_RECIPES =
      Set.of(
          "help",
          "version",
          "format",
          "recipe",
          "no-header", // header: false
          "overwrite",
          "quiet",
          "no-checksums",
          "threads");

  /** Options without influence on the result, or whose effect other options show. */
  private static final Set<String> NOT_IN_RUN_JSON =
      Set.of(
          "--help",
          "--version",
          "--study",
          "--quiet",
          "--all",
          "--dry-run",
          "--no-transfer-column");

  /** Where the options of each job are documented. */
  private static final Map<String, List<String>> PAGES =
      Map.of(
          "score", List.of("reference.md"),
          "evaluate", List.of("evaluate.md", "reference.md"),
          "import", List.of("import.md", "reference.md"),
          "validate", List.of("import.md", "reference.md"),
          "inspect", List.of("import.md", "reference.md"));

  @Test
  void helpHasEveryOption() {
    for (Map.Entry<String, Object> command : CompletionJob.commands().entrySet()) {
      String help = OptionsLine.parse(command.getValue(), "--help").orElseThrow();
      assertEquals(Set.of(), missing(command.getValue(), help), command.getKey());
    }
  }

  @Test
  void documentationHasEveryOption() throws IOException {
    assertEquals(PAGES.keySet(), CompletionJob.commands().keySet());
    for (Map.Entry<String, Object> command : CompletionJob.commands().entrySet()) {
      StringBuilder pages = new StringBuilder();
      for (String page : PAGES.get(command.getKey())) {
        String text = Files.readString(Path.of("docs", page));
        // of the reference only the table: its other parts also mention options
        int table = Math.max(0, text.indexOf("\n## Options of jobs/score"));
        pages.append(table == 0 ? text : text.substring(table, text.indexOf("\n## ", table + 1)));
      }
      assertEquals(Set.of(), missing(command.getValue(), pages.toString()), command.getKey());
    }
  }

  @Test
  void studyFilesHaveEveryOptionButThoseOfASingleRun() throws IOException {
    String example = Files.readString(Path.of("conf", "study.example.yaml"));
    Set<String> without = new TreeSet<>();
    for (OptionSpec option : options(new ScoreOptionsCommand())) {
      Field field = (Field) option.userObject();
      if (field.getAnnotation(JsonProperty.class) == null) {
        without.add(option.longestName());
      } else if (field.getDeclaringClass() == StudyOptions.class) {
        String key = option.longestName().substring(2);
        assertEquals(true, Pattern.compile("(?m)^(# )?" + key + ":").matcher(example).find(), key);
      }
    }
    assertEquals(new TreeSet<>(NOT_IN_STUDY_FILES), without);
  }

  @Test
  void importRecipesHaveEveryOptionButThoseOfASingleRun() throws IOException {
    String example = Files.readString(Path.of("conf", "import.example.yaml"));
    Set<String> without = new TreeSet<>();
    for (OptionSpec option : options(new ImportOptions())) {
      String key = option.longestName().substring(2);
      if (!Pattern.compile("(?m)^(# )?" + key + ":").matcher(example).find()) {
        without.add(key);
      }
    }
    assertEquals(new TreeSet<>(NOT_IN_RECIPES), without);
  }

  @Test
  void runJsonHasEveryOption() {
    Set<String> expected = names(new ScoreOptionsCommand());
    expected.removeAll(NOT_IN_RUN_JSON);
    Set<String> described = new HashSet<>();
    for (Set<String> exceptions :
        List.of(
            Set.of(
                "--fold-column",
                "--dataset",
                "--features-table",
                "--targets-table",
                "--features-query",
                "--targets-query",
                "--scratch",
                "--state",
                "--race"),
            Set.of(
                "--split-column",
                "--dataset-column",
                "--features",
                "--targets",
                "--features-query",
                "--targets-query",
                "--state",
                "--sample",
                "--sample-by",
                "--race"),
            Set.of(
                "--split-column",
                "--dataset-column",
                "--features",
                "--targets",
                "--features-table",
                "--targets-table",
                "--state",
                "--sample",
                "--sample-by",
                "--common-rows",
                "--estimators",
                "--rank-by",
                "--source-labels"),
            Set.of(
                "--split-column",
                "--dataset-column",
                "--features-table",
                "--targets-table",
                "--features-query",
                "--targets-query",
                "--scratch",
                "--sample",
                "--sample-by",
                "--common-rows",
                "--estimators",
                "--rank-by",
                "--source-labels"))) {
      ScoreOptionsRequest request =
          ScoreOptionsRequest.parse(all(new ScoreOptionsCommand(), exceptions));
      described.addAll(
          assertInstanceOf(ScoreOptionsRequest.Run.class, request).options().describe().keySet());
    }
    expected.remove("--format"); // it decides what is printed, not what is written
    assertEquals(Set.of(), without(expected, described));
  }

  @Test
  void runJsonOfAnEvaluationHasEveryOption() {
    Set<String> expected = names(new EvaluateOptions());
    expected.removeAll(NOT_IN_RUN_JSON);
    Set<String> described = new HashSet<>();
    for (Set<String> exceptions :
        List.of(Set.of("--compare", "--dataset"), Set.of("--against", "--dataset-column"))) {
      EvaluateOptions command = new EvaluateOptions();
      OptionsLine.parse(command, all(command, exceptions));
      described.addAll(command.checked().describe().keySet());
    }
    assertEquals(Set.of(), without(expected, described));
  }

  private static List<OptionSpec> options(Object command) {
    return new CommandLine(command).getCommandSpec().options();
  }

  private static Set<String> names(Object command) {
    Set<String> names = new TreeSet<>();
    options(command).forEach(option -> names.add(option.longestName()));
    return names;
  }

  private static Set<String> missing(Object command, String text) {
    Set<String> missing = names(command);
    missing.removeIf(name -> Pattern.compile(name + "(?![a-z-])").matcher(text).find());
    return missing;
  }

  private static Set<String> without(Set<String> options, Set<String> keys) {
    Set<String> missing = new TreeSet<>(options);
    missing.removeIf(name -> keys.contains(name.substring(2)));
    return missing;
  }

  /** A command line with a valid value for every option that has a place in run.json. */
  private static String[] all(Object command, Set<String> exceptions) {
    List<String> arguments = new ArrayList<>();
    for (OptionSpec option : options(command)) {
      String name = option.longestName();
      if (NOT_IN_RUN_JSON.contains(name) || exceptions.contains(name)) {
        continue;
      }
      arguments.add(name);
      if (option.arity().max() > 0) {
        String value = value(option);
        for (int i = 0; i < option.arity().max(); i++) {
          arguments.add(value);
        }
      }
    }
    return arguments.toArray(String[]::new);
  }

  private static String value(OptionSpec option) {
    Class<?> type = option.auxiliaryTypes()[0];
    if (option.longestName().equals("--estimators")) {
      return "shared-label-mse"; // so that --source-labels counts
    }
    if (option.longestName().equals("--rank-by")) {
      return "shared-label-mse";
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0].toString();
    }
    if (type == double.class) {
      return "0.5";
    }
    // a number where one is needed, else a name, different for each column
    return type == String.class ? option.longestName().substring(2) : "7";
  }
}
