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
import java.util.stream.Stream;

/** The layout of the packages as rules: who may know whom, and how classes are built and named. */
final class Architecture {
  /** Each package and the others it may know. A package that is not listed may not exist. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          entry("study", Set.of()),
          entry("linear", Set.of()),
          entry("read", Set.of("study")),
          entry("state", Set.of("study")),
          entry("importing", Set.of("read", "study")),
          entry("accumulate", Set.of("linear")),
          entry("solve", Set.of("accumulate", "linear")),
          entry("score", Set.of("solve", "accumulate", "linear")),
          entry("evaluate", Set.of("score", "study")),
          entry("api", Set.of("study", "read", "accumulate", "solve", "score")),
          entry("sql", Set.of("study", "read", "linear", "accumulate", "solve", "score")),
          entry("ml", Set.of("study", "linear", "accumulate", "solve", "score", "sql")),
          entry("report", Set.of("score", "evaluate", "study")),
          entry(
              "job",
              Set.of(
                  "study",
                  "linear",
                  "read",
                  "state",
                  "importing",
                  "accumulate",
                  "solve",
                  "score",
                  "evaluate",
                  "report")));

  private final String root;

  /** Rules for the packages directly below {@code root}. */
  Architecture(String root) {
    this.root = root;
  }

  List<ArchRule> rules() {
    return Stream.of(
            arrowsAreKept(),
            packagesHaveNoCycles(),
            sparkStaysAtTheEdges(),
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

  private ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("packages have no cycles");
  }

  private ArchRule sparkStaysAtTheEdges() {
    return noClasses()
        .that()
        .resideOutsideOfPackages(
            root + ".read..",
            root + ".importing..",
            root + ".report..",
            root + ".api..",
            root + ".sql..",
            root + ".ml..",
            root + ".job..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..")
        .as("only read, importing, report, api, sql, ml and job know Spark, Hadoop and Parquet");
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

    /** The part of the package name after the root. */
    private String step(JavaClass javaClass) {
      return javaClass.getPackageName().substring(root.length() + 1).replaceFirst("\\..*", "");
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
