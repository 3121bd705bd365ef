package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in a project of their own, with a Java and a Maven that only print. */
class LaunchScriptsTest {
  private static final String JAR_END = "PK\5\6" + "\0".repeat(18);

  @TempDir private Path home;
  private Path tools;

  @BeforeEach
  void project() throws IOException {
    Files.createDirectories(home.resolve("jobs"));
    for (String script : List.of("submit", "build", "demo", "bench", "score")) {
      Files.copy(JobProcess.home().resolve("jobs").resolve(script), home.resolve("jobs/" + script));
    }
    for (String sources : List.of("main", "bench", "testbed")) {
      Files.createDirectories(home.resolve("src").resolve(sources));
    }
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    tools = Files.createDirectories(home.resolve("tools"));
  }

  private void program(String name, String body) throws IOException {
    Path file = Files.writeString(tools.resolve(name), "#!/bin/bash\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void java(String version) throws IOException {
    program("java", "echo 'openjdk version \"" + version + "\" 2025-01-01' >&2");
  }

  private JobProcess.Result run(String script, String... arguments) throws Exception {
    return JobProcess.through(home.resolve("jobs").resolve(script), arguments)
        .env("PATH", tools + ":/usr/bin:/bin")
        .env("JAVA_HOME", "")
        .env("HOME", home.toString())
        .run();
  }

  private void built() throws IOException {
    Path target = Files.createDirectories(home.resolve("target"));
    Files.writeString(
        target.resolve("transferability-spark-1.jar"), "picocli/CommandLine.class" + JAR_END);
    Files.createDirectories(target.resolve("spark/jars"));
  }

  private static void assertOneLine(String expected, JobProcess.Result result) {
    assertEquals(2, result.exitCode(), result.report());
    assertTrue(result.err().startsWith(expected), result.report());
    assertEquals(1, result.err().lines().count(), result.report());
  }

  @Test
  void missingMavenIsOneLine() throws Exception {
    java("17.0.9");
    // a folder without mvn, but with the commands that the script itself needs
    for (String command : List.of("bash", "dirname", "readlink", "find", "sed", "env")) {
      program(command, "exec /usr/bin/" + command + " \"$@\"");
    }
    JobProcess.Result result =
        JobProcess.through(home.resolve("jobs/build")).env("PATH", tools.toString()).run();
    assertOneLine("Cannot build: expected mvn", result);
  }

  @ParameterizedTest
  @CsvSource({"11.0.2", "1.8.0_402", "25", "25.0.1", "24-ea"})
  void anotherJavaIsOneLine(String version) throws Exception {
    java(version);
    program("mvn", "exit 0");
    assertOneLine("Cannot build: expected Java 17 or 21, found Java " + version, run("demo"));
    built();
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected Java 17 or 21, found Java "
            + version,
        run("score", "--help"));
  }

  @Test
  void theReleaseFileOfAnInstallationGivesItsVersion() throws Exception {
    Path installation = Files.createDirectories(home.resolve("jdk/bin")).getParent();
    tools = installation.resolve("bin");
    program("java", "exit 1");
    Files.writeString(installation.resolve("release"), "JAVA_VERSION=\"11.0.20\"\n");
    built();
    JobProcess.Result result =
        JobProcess.through(home.resolve("jobs/score"))
            .env("JAVA_HOME", installation.toString())
            .run();
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected Java 17 or 21, found Java 11.0.20",
        result);
  }

  @Test
  void partsOfABuildAreOneLine() throws Exception {
    java("17.0.9");
    built();
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected all jars of Spark", run("score"));
    Files.createFile(home.resolve("target/spark/complete-4"));
    Files.writeString(
        home.resolve("target/transferability-spark-1.jar"), "picocli/CommandLine.class");
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected the whole jar", run("score"));
  }

  private void released() throws IOException {
    Files.delete(home.resolve("pom.xml"));
    Path lib = Files.createDirectories(home.resolve("lib"));
    Files.writeString(
        lib.resolve("transferability-spark-1.jar"), "picocli/CommandLine.class" + JAR_END);
  }

  @Test
  void aReleaseBuildsNothingAndNeedsAnInstalledSpark() throws Exception {
    java("17.0.9");
    released();
    assertEquals("exit code 0\n--- out\n\n--- err\n", run("build").report());
    for (String job : List.of("score", "demo")) {
      JobProcess.Result result = run(job);
      assertOneLine("Cannot run org.transferability.job.", result);
      assertTrue(result.err().contains("expected Spark 4.1 or later, found none"), result.report());
      assertTrue(result.err().contains("set SPARK_HOME"), result.report());
    }
    Files.delete(home.resolve("lib/transferability-spark-1.jar"));
    assertOneLine("Cannot build: expected pom.xml or, in a release, the jar", run("build"));
  }

  /** Exit code 10 of the small JVM that reads the options: run the job. */
  @Test
  void aReleaseUsesTheSparkOfSparkSubmitInPath() throws Exception {
    released();
    program("java", "case \"$1\" in -version) echo 'version \"17.0.9\"' >&2 ;; *) exit 10 ;; esac");
    Path spark = Files.createDirectories(home.resolve("spark/bin"));
    Files.createDirectories(home.resolve("spark/jars"));
    Path tool = Files.writeString(spark.resolve("spark-submit"), "#!/bin/bash\necho \"$0 $*\"\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createSymbolicLink(tools.resolve("spark-submit"), tool);
    JobProcess.Result result = run("score", "--out", "x", "--", "--master", "yarn");
    assertEquals(0, result.exitCode(), result.report());
    assertTrue(result.out().startsWith(tool + " --class org.transferability.job.ScoreJob"));
    assertTrue(
        result
            .out()
            .strip()
            .endsWith(
                "--master yarn " + home.resolve("lib/transferability-spark-1.jar") + " --out x"),
        result.report());
  }

  /** What an installed Spark is started with: the options before the jar, the jar, the job's. */
  private List<String> submitted(String jar, String... spark) throws Exception {
    program(
        "java",
        """
        case "$*" in *OptionsCheck*) exit 10 ;; esac
        echo 'openjdk version "17.0.9" 2025-01-01' >&2""");
    built();
    Path submit = Files.createDirectories(home.resolve("spark/bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwxr-xr-x"));
    JobProcess.Result result =
        JobProcess.through(home.resolve("jobs/score"), "--out", "o", "--")
            .with(spark)
            .env("PATH", tools + ":/usr/bin:/bin")
            .env("JAVA_HOME", "")
            .env("SPARK_HOME", home.resolve("spark").toString())
            .env("TRANSFERABILITY_JAR", jar)
            .run();
    assertEquals(0, result.exitCode(), result.report());
    return result.out().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local:///opt/transferability/lib/transferability-spark.jar",
        "local:/opt/t.jar",
        "s3a://jars/t.jar",
        "hdfs:///jars/t.jar",
        "https://example.com/t.jar"
      })
  void aJarThatOnlyTheClusterCanReadIsPassedOn(String jar) throws Exception {
    List<String> words = submitted(jar, "--master", "k8s://https://c", "--deploy-mode", "cluster");
    assertEquals(List.of(jar, "--out", "o"), words.subList(words.size() - 3, words.size()));
  }

  @Test
  void aFileIsAPathOrAUri() throws Exception {
    Path jar = home.resolve("target/transferability-spark-1.jar");
    for (String written : List.of("", jar.toString(), "file:" + jar, "file://" + jar)) {
      List<String> words = submitted(written, "--master", "spark://m:7077");
      assertEquals(jar.toString(), words.get(words.size() - 3), written);
    }
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected the jar, found nothing (TRANSFERABILITY_JAR=/none/t.jar)",
        JobProcess.through(home.resolve("jobs/score"))
            .env("TRANSFERABILITY_JAR", "file:///none/t.jar")
            .run());
  }

  /** The places where spark-submit looks for the master. */
  @Test
  void containersAndPodsDoNotGetThePathsOfThisMachine() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("k8s.conf"), "spark.app.name x\n spark.master   k8s://https://c:443 \n");
    for (String[] spark :
        List.of(
            new String[] {"--master", "k8s://https://c"},
            new String[] {"--master=k8s://https://c"},
            new String[] {"--conf", "spark.master=k8s://https://c"},
            new String[] {"--master", "yarn", "--conf", "spark.master=spark://m:7077"},
            new String[] {"--properties-file", file.toString()},
            new String[] {"--properties-file=" + file, "--name", "n"})) {
      List<String> words = submitted("local:/t.jar", spark);
      assertFalse(String.join(" ", words).contains("log4j2"), words::toString);
    }
    for (String[] spark :
        List.of(
            new String[] {"--master", "spark://m:7077", "--properties-file", file.toString()},
            new String[] {"--name", "k8s://c"})) {
      List<String> words = submitted("", spark);
      assertTrue(
          words.contains(
              "spark.executor.defaultJavaOptions=-Dlog4j2.configurationFile=\"file:%s/conf/log4j2.properties\""
                  .formatted(home)),
          words::toString);
    }
  }

  @Test
  void aPodCannotReadAFileOfThisMachine() throws Exception {
    String[] cluster = {"--master", "k8s://https://c", "--deploy-mode", "cluster"};
    List<String> words = submitted("", "--master", "k8s://https://c", "--deploy-mode", "client");
    assertTrue(words.get(words.size() - 3).endsWith(".jar"), words::toString);
    String upload = "spark.kubernetes.file.upload.path=s3a://b/u";
    words = submitted("", "--conf", upload, cluster[0], cluster[1], cluster[2], cluster[3]);
    assertTrue(words.get(words.size() - 3).endsWith(".jar"), words::toString);
    assertOneLine(
        "Cannot run org.transferability.job.ScoreJob: expected a jar that a pod can read, found "
            + home,
        JobProcess.through(home.resolve("jobs/score"), "--out", "o", "--")
            .with(cluster)
            .env("PATH", tools + ":/usr/bin:/bin")
            .env("JAVA_HOME", "")
            .env("SPARK_HOME", home.resolve("spark").toString())
            .run());
  }

  @Test
  void theBenchmarkBuildsUntilABuildIsFinishedAndElsewhere() throws Exception {
    java("17.0.9");
    built();
    Path jar = home.resolve("target/transferability-spark-1.jar");
    String before = Files.readString(jar);
    // as a build that was interrupted after it packed the classes
    program(
        "mvn",
        "echo \"$*\" >> starts; mkdir -p target/bench; echo PK > target/bench/t.jar; exit 1");
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertEquals(2, run("bench", "--help").exitCode());
      List<String> starts = Files.readAllLines(home.resolve("starts"));
      assertEquals(attempt, starts.size());
      assertTrue(starts.get(0).contains("-Pbench"), starts.get(0));
      assertEquals(before, Files.readString(jar));
    }
  }

  @Test
  void onlyABuildThatSucceededIsNotRepeated() throws Exception {
    java("17.0.9");
    program(
        "mvn",
        """
        echo "[INFO] --- maven-compiler-plugin:3.1:compile (default-compile) @ x ---"
        echo "[ERROR] cannot find symbol"
        exit 1""");
    JobProcess.Result failed = run("build");
    assertEquals(2, failed.exitCode(), failed.report());
    assertTrue(failed.err().contains(" s  compiler compile\n"), failed.report());
    assertTrue(failed.err().contains("[ERROR] cannot find symbol\n"), failed.report());
    assertTrue(failed.err().contains("Cannot build: Maven failed"), failed.report());

    program("mvn", "echo started >> starts; touch target/built");
    assertEquals(0, run("build").exitCode());
    JobProcess.Result again = run("build");
    assertEquals("exit code 0\n--- out\n\n--- err\n", again.report());
    assertEquals(1, Files.readAllLines(home.resolve("starts")).size());

    Files.writeString(home.resolve("src/main/New.java"), "");
    Files.setLastModifiedTime(home.resolve("target/built"), FileTime.fromMillis(0));
    assertEquals(0, run("build").exitCode());
    assertEquals(2, Files.readAllLines(home.resolve("starts")).size());
  }
}
