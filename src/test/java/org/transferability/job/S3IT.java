package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Inputs, output, state and study file on S3, with S3Proxy as the server, which keeps objects in
 * its memory: the same bytes as from the local disk, also after runs that were killed. The jars of
 * the server and of Hadoop's S3A are copied to {@code target/s3} by {@code -Pstress}.
 */
@Tag("stress")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class S3IT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final Path JARS = JobProcess.home().resolve("target/s3");
  private static final String BUCKET = "lab";
  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";
  private static final int SECONDS_TO_START = 60;
  private static final Pattern KEY_IN_LIST = Pattern.compile("<Key>([^<]*)</Key>");

  private Path folder;

  private int port;
  private Process server;

  @BeforeAll
  void startServer(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path settings =
        Files.write(
            folder.resolve("s3proxy.conf"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
                "s3proxy.authorization=none",
                "jclouds.provider=transient",
                "jclouds.identity=" + KEY,
                "jclouds.credential=" + SECRET));
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                jars("s3proxy"),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    for (int second = 0; !isReachable(); second++) {
      assertTrue(
          server.isAlive() && second < SECONDS_TO_START,
          () -> "the server starts: " + read(folder.resolve("s3proxy.log")));
      Thread.sleep(1000);
    }
    put("", new byte[0]);
    for (String tree : List.of("features", "targets")) {
      upload(ZOO.resolve(tree), "zoo/" + tree);
    }
  }

  @AfterAll
  void stopServer() {
    server.destroyForcibly();
  }

  private boolean isReachable() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void upload(Path from, String to) throws IOException, InterruptedException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put("/" + to + "/" + from.relativize(file), Files.readAllBytes(file));
      }
    }
  }

  /** Creates an object, or the bucket if the name is empty, through the server. */
  private void put(String name, byte[] content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + BUCKET + name))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response::body);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The jars whose names begin so, as a class path. */
  private static String jars(String... beginnings) throws IOException {
    try (Stream<Path> files = Files.list(JARS)) {
      String path =
          files
              .map(Path::toString)
              .filter(file -> Stream.of(beginnings).anyMatch(b -> file.contains("/s3/" + b)))
              .sorted()
              .collect(Collectors.joining(":"));
      assertFalse(path.isEmpty(), "jars in " + JARS);
      return path;
    }
  }

  private JobProcess score(String out, String... more) {
    return JobProcess.of("score", "--features", "s3a://lab/zoo/features")
        .with("--targets", "s3a://lab/zoo/targets", "--out", "s3a://lab/" + out)
        .with(more);
  }

  private JobProcess.Result run(JobProcess job) throws IOException {
    return withS3(job).run();
  }

  /** As a user with other endpoints does it; keys come from the environment. */
  private JobProcess withS3(JobProcess job) throws IOException {
    return job.within(Duration.ofMinutes(15))
        .with("--", "--driver-class-path", jars("hadoop-aws", "bundle", "analytics", "wildfly"))
        .with("--conf", "spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:" + port)
        .with("--conf", "spark.hadoop.fs.s3a.endpoint.region=us-east-1")
        .with("--conf", "spark.hadoop.fs.s3a.path.style.access=true")
        .env("AWS_ACCESS_KEY_ID", KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** The content of an object, or the answer to a request about the bucket. */
  private String get(String name) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + BUCKET + name))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), () -> name + ": " + response.body());
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** The names of the objects that begin so; markers of directories are none. */
  private List<String> names(String prefix) throws IOException {
    return KEY_IN_LIST
        .matcher(get("?list-type=2&prefix=" + prefix))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.endsWith("/"))
        .toList();
  }

  private String scores(String out) throws IOException {
    return get("/" + out + "/scores.csv");
  }

  private int complete(String out) throws IOException {
    return new ObjectMapper()
        .readTree(get("/" + out + "/run.json"))
        .at("/state/passes_complete")
        .asInt();
  }

  private String expected(String... more) throws IOException {
    Path out = folder.resolve("local-" + more.length);
    JobProcess.Result local =
        JobProcess.of("score", "--features", ZOO + "/features", "--targets", ZOO + "/targets")
            .with("--out", out.toString())
            .with(more)
            .run();
    assertEquals(0, local.exitCode(), local::report);
    return Files.readString(out.resolve("scores.csv"));
  }

  @Test
  void scoresAreTheSameBytesAsFromTheLocalDisk() throws IOException, InterruptedException {
    JobProcess.Result first = run(score("first", "--state", "s3a://lab/kept"));
    assertEquals(0, first.exitCode(), first::report);
    assertEquals(expected(), scores("first"));

    String study = "features: s3a://lab/zoo/features\ntargets: s3a://lab/zoo/targets\n";
    put("/zoo/study.yaml", study.getBytes(StandardCharsets.UTF_8));
    JobProcess.Result second =
        run(
            JobProcess.of("score", "--study", "s3a://lab/zoo/study.yaml")
                .with("--out", "s3a://lab/second", "--state", "s3a://lab/kept"));
    assertEquals(0, second.exitCode(), second::report);
    assertEquals(scores("first"), scores("second"));
    assertEquals(14, complete("second"));

    JobProcess.Result replaced = run(score("first", "--overwrite", "--lambda", "0"));
    assertEquals(0, replaced.exitCode(), replaced::report);
    assertFalse(scores("first").equals(scores("second")));
    assertEquals(List.of(), hidden(), replaced::report);

    JobProcess.Result refused = run(score("first"));
    assertEquals(2, refused.exitCode(), refused::report);
    assertTrue(refused.err().contains("found an existing one"), refused::report);
  }

  @Test
  void aQueryReadsFromAndCopiesToTheStore() throws IOException {
    JobProcess.Result query =
        run(
            JobProcess.of(
                    "score", "--features-table", "parquet.`s3a://lab/zoo/features`", "--targets")
                .with("s3a://lab/zoo/targets", "--out", "s3a://lab/query", "--sources", "src0*")
                .with("--scratch", "s3a://lab/scratch"));
    assertEquals(0, query.exitCode(), query::report);
    assertEquals(expected("--sources", "src0*").lines().count(), scores("query").lines().count());
    assertEquals(List.of(), names("scratch/"));
  }

  @Test
  void runsThatWereKilledGoOn() throws IOException, InterruptedException {
    String[] some = {"--sources", "src0*", "--broadcast-limit", "0", "--in-flight", "1"};
    String[] withState = {
      "--sources",
      "src0*",
      "--broadcast-limit",
      "0",
      "--in-flight",
      "1",
      "--state",
      "s3a://lab/state"
    };
    killedWhen(
        withS3(score("out", withState)),
        () -> names("state/").stream().filter(name -> name.endsWith(".moments")).count() >= 3);
    assertEquals(List.of(), names("out/"));
    killedWhen(
        withS3(score("out", withState)),
        () -> names(".out.run-").stream().anyMatch(name -> name.endsWith("/new/scores.csv")));

    JobProcess.Result resumed = run(score("out", withState));
    assertEquals(0, resumed.exitCode(), resumed::report);
    assertTrue(complete("out") >= 3, resumed::report);
    assertEquals(expected(some), scores("out"));
    assertEquals(List.of(), hidden(), resumed::report);
  }

  /** Objects of unfinished outputs. */
  private List<String> hidden() throws IOException {
    return names(".").stream().filter(name -> name.contains(".run-")).toList();
  }

  private interface Moment {
    boolean hasCome() throws IOException;
  }

  private static void killedWhen(JobProcess job, Moment moment)
      throws IOException, InterruptedException {
    try (JobProcess.Running running = job.start()) {
      while (running.isRunning() && !moment.hasCome()) {
        Thread.sleep(20);
      }
      assertTrue(running.isRunning(), "the run was still busy: " + running.errSoFar());
      running.kill();
      assertTrue(running.await().exitCode() > 128);
    }
  }
}
