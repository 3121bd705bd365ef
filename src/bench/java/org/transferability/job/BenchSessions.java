package org.transferability.job;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** The Spark of the moment; starting another one ends it. */
final class BenchSessions implements AutoCloseable {
  private final Path home;
  private SparkSession session;
  private String master = "";

  BenchSessions(Path home) {
    this.home = home;
  }

  /** A session on N cores of this process, with the settings that spark-submit was given. */
  SparkSession local(int cores) {
    return on("local[" + cores + "]", SparkSession.builder());
  }

  /** A session on a cluster of processes. */
  SparkSession on(LocalCluster cluster) throws IOException {
    return on(
        cluster.master(),
        SparkSession.builder()
            .config("spark.jars", Installation.jar(home).toString())
            .config("spark.executor.cores", 1)
            .config("spark.executor.memory", "2g")
            .config("spark.cores.max", cluster.executors()));
  }

  private SparkSession on(String wanted, SparkSession.Builder builder) {
    if (!wanted.equals(master)) {
      close();
      session = builder.appName("transferability bench").master(wanted).getOrCreate();
      master = wanted;
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      session.stop();
      session = null;
      master = "";
    }
  }
}
