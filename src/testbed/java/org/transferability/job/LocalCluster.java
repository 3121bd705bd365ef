package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A standalone master and workers, each a process of this machine, from the Spark that the build
 * resolved. Their logs lie in the folder of the cluster, which goes with it.
 */
final class LocalCluster implements AutoCloseable {
  private static final int EXECUTOR_GIGABYTES = 2;

  private final Path home;
  private final Path folder;
  private final int executors;
  private final int port;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  private LocalCluster(Path home, Path folder, int executors) throws IOException {
    this.home = home;
    this.folder = folder;
    this.executors = executors;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    this.master =
        launch(
            "master",
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "" + port, "--webui-port", "0"));
  }

  /** One worker with N cores: room for N executors of one core. */
  static LocalCluster start(Path home, int executors) throws IOException, InterruptedException {
    return start(home, 1, executors);
  }

  /** Some workers with some cores each; applications may start before the workers have. */
  static LocalCluster start(Path home, int workers, int coresEach)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("transferability-cluster");
    LocalCluster cluster = new LocalCluster(home, folder, workers * coresEach);
    try {
      cluster.awaitMaster();
      for (int worker = 0; worker < workers; worker++) {
        cluster.addWorker(coresEach);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts one more worker. */
  void addWorker(int cores) throws IOException {
    String name = "worker-" + workers.size();
    workers.add(
        launch(
            name,
            "org.apache.spark.deploy.worker.Worker",
            List.of(
                "--host",
                "127.0.0.1",
                "--cores",
                "" + cores,
                "--memory",
                cores * EXECUTOR_GIGABYTES + "g",
                "--webui-port",
                "0",
                "--work-dir",
                folder.resolve(name).toString(),
                master())));
  }

  private void awaitMaster() throws IOException, InterruptedException {
    for (int tries = 0; ; tries++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        if (tries == 600 || !master.isAlive()) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private Process launch(String name, String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(Installation.java("512m", Installation.sparkJars(home)));
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile());
    builder.environment().put("SPARK_HOME", home.resolve("target/spark").toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder.start();
  }

  String master() {
    return "spark://127.0.0.1:" + port;
  }

  int executors() {
    return executors;
  }

  /** SIGKILL for the worker that runs this process, and for all that the worker runs. */
  void killWorkerOf(long executor) {
    for (Process worker : workers) {
      List<ProcessHandle> running = worker.descendants().toList();
      if (running.stream().anyMatch(process -> process.pid() == executor)) {
        worker.destroyForcibly();
        running.forEach(ProcessHandle::destroyForcibly);
        return;
      }
    }
    throw new IllegalArgumentException("Cannot kill a worker: none runs process " + executor);
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process process : Stream.concat(workers.stream(), Stream.of(master)).toList()) {
      process.descendants().forEach(all::add);
      all.add(process.toHandle());
    }
    all.forEach(ProcessHandle::destroy);
    all.forEach(LocalCluster::awaitEnd);
    deleteFolder();
  }

  private static void awaitEnd(ProcessHandle process) {
    boolean ended =
        process.onExit().thenApply(p -> true).completeOnTimeout(false, 10, TimeUnit.SECONDS).join();
    if (!ended) {
      process.destroyForcibly();
    }
  }

  private void deleteFolder() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
