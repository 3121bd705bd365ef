package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jobs/score} with {@code conf/yarn.conf} on YARN: a resource manager and a node manager in
 * this process, containers that are processes. What YARN reports of an application is what its
 * operator sees.
 */
@EnabledIf(
    value = "isInstalled",
    disabledReason = "target/spark has no spark-yarn: mvn -Pspark-4.2 verify")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class YarnIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final Path JARS = JobProcess.home().resolve("target/spark/jars");

  private Path folder;
  private MiniYARNCluster cluster;
  private YarnClient yarn;
  private String expected;

  static boolean isInstalled() throws IOException {
    try (var jars = Files.newDirectoryStream(JARS, "spark-yarn_*.jar")) {
      return jars.iterator().hasNext();
    }
  }

  @BeforeAll
  void startYarn(@TempDir Path temporary) throws IOException {
    folder = temporary;
    YarnConfiguration conf = new YarnConfiguration();
    conf.set("yarn.scheduler.capacity.root.queues", "default");
    conf.set("yarn.scheduler.capacity.root.default.capacity", "100");
    conf.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
    conf.set("yarn.minicluster.yarn.nodemanager.resource.memory-mb", "16384");
    conf.set("yarn.nodemanager.pmem-check-enabled", "false");
    conf.set("yarn.nodemanager.vmem-check-enabled", "false");
    conf.set("yarn.nodemanager.disk-health-checker.enable", "false");
    cluster = new MiniYARNCluster("yarn", 1, 1, 1);
    cluster.init(conf);
    cluster.start();
    Path site = Files.createDirectories(folder.resolve("conf")).resolve("yarn-site.xml");
    try (OutputStream out = Files.newOutputStream(site)) {
      cluster.getConfig().writeXml(out);
    }
    yarn = YarnClient.createYarnClient();
    yarn.init(cluster.getConfig());
    yarn.start();
    JobProcess.Result local =
        JobProcess.of("score", "--features", ZOO + "/features", "--targets", ZOO + "/targets")
            .with("--quiet", "--out", folder.resolve("local").toString())
            .run();
    assertEquals(0, local.exitCode(), local::report);
    expected = scores("local");
  }

  @AfterAll
  void stop() {
    yarn.stop();
    cluster.stop();
  }

  private String scores(String out) throws IOException {
    return Files.readString(folder.resolve(out).resolve("scores.csv"));
  }

  private JobProcess submit(String job, String deployMode, String out, String... options) {
    String java = System.getProperty("java.home");
    return JobProcess.of("submit", "org.transferability.job." + job)
        .with("--features", ZOO + "/features", "--targets", ZOO + "/targets")
        .with("--out", folder.resolve(out).toString(), "--quiet")
        .with(options)
        .with("--", "--properties-file", JobProcess.home().resolve("conf/yarn.conf").toString())
        .with("--deploy-mode", deployMode, "--driver-memory", "1g", "--executor-memory", "1g")
        .with("--executor-cores", "2", "--conf", "spark.dynamicAllocation.maxExecutors=1")
        .with("--conf", "spark.yarn.jars=local:" + JARS + "/*")
        .with("--conf", "spark.yarn.stagingDir=" + folder)
        .with("--conf", "spark.yarn.appMasterEnv.JAVA_HOME=" + java)
        .with("--conf", "spark.executorEnv.JAVA_HOME=" + java)
        .env("HADOOP_CONF_DIR", folder.resolve("conf").toString());
  }

  /** The application that was submitted last. */
  private ApplicationReport application() throws IOException, YarnException {
    return yarn.getApplications().stream()
        .max(Comparator.comparing(ApplicationReport::getApplicationId))
        .orElseThrow();
  }

  private void assertEnded(FinalApplicationStatus status, int attempts, JobProcess.Result result)
      throws IOException, YarnException {
    ApplicationReport application = application();
    assertEquals(status, application.getFinalApplicationStatus(), result::report);
    assertEquals(attempts, yarn.getApplicationAttempts(application.getApplicationId()).size());
  }

  @Test
  void clientModeScoresTheSameBytes() throws IOException, YarnException {
    JobProcess.Result result = submit("ScoreJob", "client", "client").run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals(expected, scores("client"));
    assertEnded(FinalApplicationStatus.SUCCEEDED, 1, result);
  }

  @Test
  void clusterModeScoresTheSameBytesAndSucceedsOnce() throws IOException, YarnException {
    JobProcess.Result result = submit("ScoreJob", "cluster", "cluster").run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals(expected, scores("cluster"));
    assertEnded(FinalApplicationStatus.SUCCEEDED, 1, result);
  }

  @Test
  void clusterModeFailsOnceWithTheReason() throws IOException, YarnException {
    JobProcess.Result result =
        submit("ScoreJob", "cluster", "failed", "--features-column", "embedding").run();
    assertTrue(result.exitCode() != 0, result::report);
    assertEnded(FinalApplicationStatus.FAILED, 1, result);
    String reason = application().getDiagnostics();
    assertTrue(reason.contains("Cannot read"), reason);
    assertTrue(reason.contains("embedding"), reason);
    assertEquals(1, reason.strip().lines().count(), reason);
    assertTrue(result.err().contains(reason.strip()), result::report);
    assertFalse(Files.exists(folder.resolve("failed")));
  }

  @Test
  void aSecondAttemptAcceptsTheOutputOfTheFirst(@TempDir Path jars)
      throws IOException, YarnException {
    JobProcess.Result result =
        submit("LostAttempt", "cluster", "lost")
            .with("--jars", jar(jars).toString(), "--conf", "spark.yarn.maxAppAttempts=2")
            .run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals(expected, scores("lost"));
    assertEnded(FinalApplicationStatus.SUCCEEDED, 2, result);
  }

  private static Path jar(Path folder) throws IOException {
    String name = LostAttempt.class.getName().replace('.', '/') + ".class";
    Path jar = folder.resolve("lost.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = LostAttempt.class.getResourceAsStream("/" + name)) {
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
    }
    return jar;
  }
}
