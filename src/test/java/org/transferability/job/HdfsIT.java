package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs, output and state on HDFS, a name node and a data node in this process: the same bytes as
 * from the local disk. And nothing that looks like a secret is written anywhere.
 */
@Tag("stress")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HdfsIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final String SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";

  private MiniDFSCluster hdfs;
  private FileSystem files;
  private String root;

  @BeforeAll
  void startHdfs(@TempDir Path disk) throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    hdfs.waitActive();
    files = hdfs.getFileSystem();
    root = files.getUri() + "/zoo";
    for (String tree : List.of("features", "targets")) {
      files.copyFromLocalFile(path(ZOO.resolve(tree).toUri().toString()), path(root + "/" + tree));
    }
  }

  @AfterAll
  void stop() {
    hdfs.shutdown();
  }

  private static org.apache.hadoop.fs.Path path(String text) {
    return new org.apache.hadoop.fs.Path(text);
  }

  private static JobProcess score(String zoo, String out) {
    return JobProcess.of("score", "--features", zoo + "/features", "--targets", zoo + "/targets")
        .with("--out", out);
  }

  private String read(String file) throws IOException {
    try (InputStream in = files.open(path(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void scoresAreTheSameBytesAsFromTheLocalDisk(@TempDir Path folder) throws IOException {
    Path local = folder.resolve("local");
    JobProcess.Result expected = score(ZOO.toString(), local.toString()).run();
    assertEquals(0, expected.exitCode(), expected::report);
    String scores = Files.readString(local.resolve("scores.csv"));

    JobProcess.Result first =
        score(root, root + "/out")
            .with("--state", root + "/state")
            .with(secrets())
            .env("SPARK_SUBMIT_OPTS", "-Dlog4j2.configurationFile=" + talkative(folder))
            .run();
    assertEquals(0, first.exitCode(), first::report);
    assertEquals(scores, read(root + "/out/scores.csv"));
    assertTrue(first.err().contains("spark.hadoop.fs.s3a.secret.key="), "the log shows settings");
    assertFalse(first.report().contains(SECRET), first::report);
    assertFalse(read(root + "/out/run.json").contains(SECRET));
    assertFalse(scores.contains(SECRET));

    JobProcess.Result second =
        score(root, root + "/again").with("--state", root + "/state", "--lambda", "0,1").run();
    assertEquals(0, second.exitCode(), second::report);
    assertEquals(scores, read(root + "/again/scores.csv"));
    assertTrue(read(root + "/again/run.json").contains("\"passes_complete\" : 14"));
    for (FileStatus state : files.listStatus(path(root + "/state"))) {
      assertTrue(state.getPath().getName().endsWith(".moments"), state::toString);
      assertFalse(read(state.getPath().toString()).contains(SECRET));
    }
    List<String> left =
        Arrays.stream(files.listStatus(path(root))).map(s -> s.getPath().getName()).toList();
    assertEquals(List.of("again", "features", "out", "state", "targets"), left);
  }

  /** Settings as object stores and key stores have them, and Spark told to log all settings. */
  private static String[] secrets() {
    return new String[] {
      "--",
      "--conf",
      "spark.hadoop.fs.s3a.access.key=" + SECRET,
      "--conf",
      "spark.hadoop.fs.s3a.secret.key=" + SECRET,
      "--conf",
      "spark.hadoop.fs.s3a.session.token=" + SECRET,
      "--conf",
      "spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=" + SECRET,
      "--conf",
      "spark.ssl.keyStorePassword=" + SECRET,
      "--conf",
      "spark.logConf=true"
    };
  }

  /** Rules of logging by which everything is said that there is to say at the level of info. */
  private static Path talkative(Path folder) throws IOException {
    return Files.write(
        folder.resolve("log4j2.properties"),
        List.of(
            "rootLogger.level = info",
            "rootLogger.appenderRef.stderr.ref = stderr",
            "appender.stderr.type = Console",
            "appender.stderr.name = stderr",
            "appender.stderr.target = SYSTEM_ERR",
            "appender.stderr.layout.type = PatternLayout",
            "appender.stderr.layout.pattern = %m%n%ex"));
  }
}
