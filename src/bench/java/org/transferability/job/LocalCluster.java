package org.transferability.job;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standalone master and one worker with N one-core executors, as processes of this machine. */
final class LocalCluster implements AutoCloseable {
  private final int executors;
  private final int port;
  private final List<Process> processes = new ArrayList<>();

  private LocalCluster(int executors, int port) {
    this.executors = executors;
    this.port = port;
  }

  static LocalCluster start(Path home, int executors) throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    LocalCluster cluster = new LocalCluster(executors, port);
    cluster.launch(
        home,
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        String.valueOf(port),
        "--webui-port",
        "0");
    cluster.awaitMaster();
    cluster.launch(
        home,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--cores",
        String.valueOf(executors),
        "--memory",
        executors * 2 + "g",
        "--webui-port",
        "0",
        "--work-dir",
        Files.createTempDirectory("transferability-worker").toString(),
        cluster.master());
    return cluster;
  }

  private void awaitMaster() throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        new Socket("127.0.0.1", port).close();
        return;
      } catch (IOException e) {
        if (tries == 600 || !processes.get(0).isAlive()) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private void launch(Path home, String mainClass, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(Installation.java("512m", Installation.sparkJars(home)));
    command.add(mainClass);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("SPARK_HOME", home.resolve("target/spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    processes.add(builder.start());
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  int executors() {
    return executors;
  }

  @Override
  public void close() {
    for (int p = processes.size() - 1; p >= 0; p--) {
      processes.get(p).descendants().forEach(ProcessHandle::destroy);
      processes.get(p).destroy();
    }
  }
}
