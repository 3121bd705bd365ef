package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A release contains what its scripts, pages and Dockerfile name. */
final class ReleaseTest {
  private static final Path HOME = JobProcess.home();
  private static final Pattern PATH_IN_SCRIPT =
      Pattern.compile("\\$(?:\\{)?home[^/}\"]*\\}?\"?/([\\w./-]+\\w)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)");
  private static final Pattern COPIED = Pattern.compile("^COPY (.+) \\S+$", Pattern.MULTILINE);

  private static Set<String> files;

  @BeforeAll
  static void read() throws Exception {
    files = ReleaseFiles.of(HOME);
  }

  /** A file, or a folder with files. */
  private static boolean contains(String path) {
    return files.contains(path) || files.stream().anyMatch(file -> file.startsWith(path + "/"));
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult m) -> m.group(1)).toList();
  }

  @Test
  void everyJobAndTheSettingsAreInIt() throws IOException {
    try (Stream<Path> jobs = Files.list(HOME.resolve("jobs"))) {
      List<String> missing =
          jobs.map(job -> "jobs/" + job.getFileName()).filter(job -> !contains(job)).toList();
      assertEquals(List.of("jobs/bench"), missing, "the benchmark is built from sources");
    }
    assertTrue(files.contains("lib/JAR"));
    for (String file : List.of("LICENSE", "NOTICE", "README.md", "CITATION.cff", "Dockerfile")) {
      assertTrue(contains(file), file);
    }
    assertTrue(contains("conf/spark-defaults.conf"));
  }

  /** Plugins of one phase run in the order of the pom. */
  @Test
  void itsJarIsTheCompleteOne() throws IOException {
    String pom = Files.readString(HOME.resolve("pom.xml"));
    int complete = pom.indexOf("<artifactId>maven-shade-plugin</artifactId>");
    assertTrue(complete > 0);
    assertTrue(complete < pom.indexOf("<artifactId>maven-assembly-plugin</artifactId>"));
  }

  @Test
  void whatTheScriptsNameIsInIt() throws IOException {
    // of a checkout: the scripts look for them and go on without them
    List<String> checkout =
        List.of("pom.xml", "src/main", "src/bench", "src/testbed", "lib/transferability-spark");
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (String file : files.stream().filter(f -> f.startsWith("jobs/")).toList()) {
      for (String path : found(PATH_IN_SCRIPT, Files.readString(HOME.resolve(file)))) {
        named++;
        if (!path.startsWith("target") && !checkout.contains(path) && !contains(path)) {
          missing.add(file + " names " + path);
        }
      }
    }
    assertEquals(List.of(), missing);
    assertTrue(named > 10, "paths are found");
  }

  @Test
  void linksOfItsPagesLeadToItsFiles() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String page : files.stream().filter(file -> file.endsWith(".md")).toList()) {
      for (String link : found(LINK, Files.readString(HOME.resolve(page)))) {
        Path target = Path.of(page).resolveSibling(link).normalize();
        if (!link.contains(":") && !contains(target.toString())) {
          missing.add(page + " links to " + link);
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void whatTheDockerfileCopiesIsInIt() throws IOException {
    List<String> sources =
        found(COPIED, Files.readString(HOME.resolve("src/main/docker/Dockerfile"))).stream()
            .flatMap(line -> Stream.of(line.split(" ")))
            .toList();
    assertTrue(sources.contains("lib/transferability-spark-*.jar"), sources::toString);
    assertEquals(
        List.of(),
        sources.stream().filter(path -> !path.startsWith("lib/") && !contains(path)).toList());
  }
}
