package org.transferability;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The layout of the packages as rules: who may know whom, and how classes are built and named. */
final class Architecture {
  /**
   * Each package below the root and the others that it may know; each knows only packages above it
   * in this list. A package that is not listed may not exist.
   */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("study", Set.of()),
          entry("study.csv", Set.of("study")),
          entry("linear", Set.of()),
          entry("read.page", Set.of("study")),
          entry("read.id", Set.of("study", "read.page")),
          entry("read.tree", Set.of("study", "read.page")),
          entry("read", Set.of("study", "read.page", "read.id")),
          entry("read.label", Set.of("study", "read.page", "read.id", "read.tree", "read")),
          entry("read.table", Set.of("study", "study.csv", "read.page", "read.tree")),
          entry("importing.source", Set.of("study", "study.csv", "read.page")),
          entry("importing.parquet", Set.of("study", "read.page", "importing.source")),
          entry("importing.arrow", Set.of("study", "read.page", "importing.source")),
          entry("importing.hdf5", Set.of("study", "importing.source")),
          entry(
              "importing",
              Set.of(
                  "study",
                  "study.csv",
                  "read.page",
                  "read.tree",
                  "importing.source",
                  "importing.parquet",
                  "importing.arrow",
                  "importing.hdf5")),
          entry("accumulate", Set.of("linear")),
          entry("accumulate.classes", Set.of("linear", "accumulate")),
          entry("accumulate.reduced", Set.of("linear", "accumulate")),
          entry("accumulate.sample", Set.of()),
          entry("solve", Set.of("linear", "accumulate", "accumulate.classes")),
          entry("score", Set.of("accumulate", "accumulate.classes", "accumulate.sample", "solve")),
          entry("candidate", Set.of("score")),
          entry("evaluate", Set.of("study")),
          entry("report.text", Set.of()),
          entry("report", Set.of("study", "score", "candidate", "evaluate", "report.text")),
          entry("report.verdict", Set.of("study", "score", "candidate", "report.text", "report")),
          entry("report.evaluation", Set.of("study", "evaluate", "report.text", "report")),
          entry(
              "report.page",
              Set.of(
                  "study", "score", "evaluate", "report", "report.verdict", "report.evaluation")),
          entry(
              "api",
              Set.of(
                  "study",
                  "read.page",
                  "read.tree",
                  "read",
                  "read.label",
                  "accumulate",
                  "accumulate.reduced",
                  "solve",
                  "score")),
          entry(
              "sql",
              Set.of(
                  "study",
                  "linear",
                  "read.page",
                  "read.label",
                  "accumulate",
                  "accumulate.reduced",
                  "solve",
                  "score")),
          entry("ml", Set.of("study", "accumulate", "accumulate.reduced", "solve", "score", "sql")),
          entry("state", Set.of("study")),
          entry(
              "run.chunk",
              Set.of(
                  "study",
                  "read.page",
                  "read.id",
                  "read",
                  "read.label",
                  "accumulate",
                  "accumulate.classes",
                  "accumulate.reduced",
                  "accumulate.sample")),
          entry(
              "run.plan",
              Set.of(
                  "study",
                  "read.page",
                  "read.id",
                  "read.tree",
                  "read",
                  "read.label",
                  "accumulate",
                  "accumulate.classes",
                  "accumulate.reduced",
                  "accumulate.sample")),
          entry(
              "run.survey",
              Set.of("study", "read.page", "read", "read.label", "run.chunk", "run.plan")),
          entry(
              "run.aggregate",
              Set.of(
                  "study",
                  "linear",
                  "read.page",
                  "read.id",
                  "read",
                  "read.label",
                  "accumulate",
                  "accumulate.classes",
                  "accumulate.reduced",
                  "accumulate.sample",
                  "run.chunk",
                  "run.plan",
                  "run.survey")),
          entry(
              "run.resume",
              Set.of(
                  "study",
                  "read.page",
                  "read",
                  "read.label",
                  "accumulate",
                  "accumulate.reduced",
                  "accumulate.sample",
                  "report",
                  "state",
                  "run.chunk",
                  "run.plan",
                  "run.aggregate")),
          entry(
              "run.scoring",
              Set.of(
                  "study",
                  "read.label",
                  "accumulate",
                  "accumulate.classes",
                  "accumulate.reduced",
                  "accumulate.sample",
                  "solve",
                  "score",
                  "candidate",
                  "report",
                  "run.plan",
                  "run.aggregate")),
          entry(
              "run",
              Set.of(
                  "study",
                  "linear",
                  "read.page",
                  "read.tree",
                  "read",
                  "read.label",
                  "accumulate",
                  "score",
                  "report",
                  "report.page",
                  "run.chunk",
                  "run.plan",
                  "run.aggregate",
                  "run.resume",
                  "run.scoring")),
          entry(
              "run.race",
              Set.of(
                  "study",
                  "read.page",
                  "read",
                  "score",
                  "candidate",
                  "report",
                  "run.plan",
                  "run.aggregate",
                  "run.resume",
                  "run.scoring",
                  "run")),
          entry("job.cli", Set.of("study", "report.text", "report", "sql", "run")),
          entry(
              "job.judge",
              Set.of(
                  "study",
                  "read.table",
                  "score",
                  "evaluate",
                  "report.text",
                  "report",
                  "report.evaluation",
                  "report.page")),
          entry(
              "job.table",
              Set.of("study", "read.page", "read.tree", "read", "report", "run", "job.cli")),
          entry(
              "job",
              Set.of(
                  "study",
                  "study.csv",
                  "linear",
                  "read.page",
                  "read.id",
                  "read.tree",
                  "read",
                  "read.label",
                  "read.table",
                  "importing.source",
                  "importing",
                  "accumulate",
                  "score",
                  "evaluate",
                  "report.text",
                  "report",
                  "report.verdict",
                  "report.evaluation",
                  "report.page",
                  "state",
                  "run.plan",
                  "run.aggregate",
                  "run.resume",
                  "run.scoring",
                  "run.race",
                  "run",
                  "job.cli",
                  "job.judge",
                  "job.table")));

  /**
   * Packages that may hold more classes: score has one for each estimator, study one for each kind
   * of value in options.
   */
  private static final Map<String, Integer> LARGER = Map.of("score", 30, "solve", 30, "study", 30);

  private final String root;
  private final int mostClasses;

  /**
   * Rules for the packages below {@code root}.
   *
   * @param mostClasses that a package may hold, nested ones not counted
   */
  Architecture(String root, int mostClasses) {
    this.root = root;
    this.mostClasses = mostClasses;
  }

  List<ArchRule> rules() {
    return Stream.of(
            arrowsAreKept(),
            packagesHaveNoCycles(),
            packagesAreSmall(),
            sparkStaysAtTheEdges(),
            fileFormatsStayAtTheEdges(),
            nativeCodeIsBoundInOnePlace(),
            namesSayWhatAClassIs(),
            classesAreFinal())
        .map(rule -> rule.allowEmptyShould(true))
        .toList();
  }

  private ArchRule arrowsAreKept() {
    return classes()
        .that()
        .resideInAPackage(root + ".*..")
        .should(new FollowArrows())
        .as("packages know only those that ARROWS lists");
  }

  ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .as("packages have no cycles");
  }

  private ArchRule packagesAreSmall() {
    return classes()
        .that()
        .resideInAPackage(root + ".*..")
        .and()
        .areTopLevelClasses()
        .should(new ShareAPackageWithFew())
        .as("no package holds more than %d classes".formatted(mostClasses));
  }

  private ArchRule sparkStaysAtTheEdges() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            root + ".sql",
            root + ".ml",
            root + ".run.chunk",
            root + ".run.survey",
            root + ".run.aggregate",
            root + ".job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .as("only sql, ml, run.chunk, run.survey, run.aggregate and job know Spark");
  }

  private ArchRule fileFormatsStayAtTheEdges() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            root + ".study..",
            root + ".linear..",
            root + ".accumulate..",
            root + ".solve..",
            root + ".score..",
            root + ".evaluate..",
            root + ".run.scoring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hadoop..", "org.apache.parquet..")
        .as("the mathematics and the study know neither Hadoop nor Parquet");
  }

  private ArchRule nativeCodeIsBoundInOnePlace() {
    return noClasses()
        .that()
        .resideOutsideOfPackage(root + ".linear..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.bytedeco..")
        .as("only linear loads native code");
  }

  private ArchRule namesSayWhatAClassIs() {
    return noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .as("no class is a Util, Helper or Manager");
  }

  private ArchRule classesAreFinal() {
    return classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveModifier(JavaModifier.ABSTRACT)
        .and()
        .doNotHaveSimpleName("package-info")
        .should(new BeFinalOrSealed())
        .as("classes are final unless abstract or sealed");
  }

  /** Folders below {@code sources} that hold Java files but no package-info. */
  static List<Path> undescribedPackages(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(Path::getParent)
          .distinct()
          .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
          .sorted()
          .toList();
    }
  }

  private final class FollowArrows extends ArchCondition<JavaClass> {
    FollowArrows() {
      super("follow the arrows");
    }

    @Override
    public void check(JavaClass origin, ConditionEvents events) {
      String from = step(origin);
      Set<String> known = ARROWS.getOrDefault(from, Set.of());
      if (!ARROWS.containsKey(from)) {
        events.add(SimpleConditionEvent.violated(origin, "unlisted package: " + origin.getName()));
      }
      for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith(root + ".")) {
          continue;
        }
        String to = step(target);
        if (!to.equals(from) && !known.contains(to)) {
          events.add(SimpleConditionEvent.violated(origin, dependency.getDescription()));
        }
      }
    }

    /** The package below the root. */
    private String step(JavaClass javaClass) {
      return javaClass.getPackageName().substring(root.length() + 1);
    }
  }

  private final class ShareAPackageWithFew extends ArchCondition<JavaClass> {
    private final Map<String, Integer> classes = new TreeMap<>();

    ShareAPackageWithFew() {
      super("share a package with few others");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      if (!item.getSimpleName().equals("package-info")) {
        classes.merge(item.getPackageName(), 1, Integer::sum);
      }
    }

    @Override
    public void finish(ConditionEvents events) {
      classes.forEach(
          (name, count) -> {
            String step = name.substring(root.length() + 1);
            if (count > LARGER.getOrDefault(step, mostClasses)) {
              events.add(
                  SimpleConditionEvent.violated(
                      name, "%s holds %d classes".formatted(name, count)));
            }
          });
    }
  }

  private static final class BeFinalOrSealed extends ArchCondition<JavaClass> {
    BeFinalOrSealed() {
      super("be final or sealed");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      boolean kept = item.getModifiers().contains(JavaModifier.FINAL) || item.reflect().isSealed();
      if (!kept) {
        events.add(SimpleConditionEvent.violated(item, item.getName() + " can be extended"));
      }
    }
  }
}
