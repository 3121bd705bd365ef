package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code jobs/score} with {@code conf/kubernetes.conf} asks Kubernetes for, through an API
 * that only keeps it. Executors are started from their pods, as the image would start them.
 */
@EnabledIf(
    value = "isInstalled",
    disabledReason = "target/spark has no spark-kubernetes: mvn -Pspark-4.2 verify")
final class KubernetesIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final Path JARS = JobProcess.home().resolve("target/spark/jars");
  private static final String JAR = "local:///opt/transferability/lib/transferability-spark.jar";

  static boolean isInstalled() throws IOException {
    try (var jars = Files.newDirectoryStream(JARS, "spark-kubernetes_*.jar")) {
      return jars.iterator().hasNext();
    }
  }

  /** {@code --out} must be the last of the arguments. */
  private static JobProcess score(FakeKubernetes kubernetes, List<String> arguments, String out) {
    return JobProcess.of("score", arguments.toArray(String[]::new))
        .with(out, "--", "--properties-file", JobProcess.home() + "/conf/kubernetes.conf")
        .with("--master", kubernetes.master());
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asText();
  }

  /** The values of a field in the elements of an array. */
  private static List<String> all(JsonNode array, String field) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(element -> element.path(field).asText())
        .toList();
  }

  private static JsonNode named(String name, JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .filter(element -> element.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + array));
  }

  @Test
  void clusterModeAsksForADriver() throws IOException {
    try (FakeKubernetes kubernetes = FakeKubernetes.start(object -> {})) {
      List<String> options =
          List.of("--features", "/zoo/features", "--targets", "/zoo/targets", "--out");
      String zoo = "spark.kubernetes.driver.volumes.persistentVolumeClaim.zoo.";
      JobProcess.Result result =
          score(kubernetes, options, "s3a://results/scores")
              .with("--conf", "spark.kubernetes.submission.waitAppCompletion=false")
              .with("--conf", zoo + "mount.path=/zoo", "--conf", zoo + "options.claimName=zoo")
              .env("TRANSFERABILITY_JAR", JAR)
              .run();
      assertEquals(0, result.exitCode(), result::report);

      assertEquals(1, kubernetes.created("Pod").size());
      ObjectNode pod = kubernetes.created("Pod").get(0);
      JsonNode container = pod.at("/spec/containers/0");
      assertEquals("apache/spark:4.1.0", text(container, "/image"));
      List<String> arguments = new ArrayList<>();
      container.path("args").forEach(argument -> arguments.add(argument.asText()));
      List<String> expected =
          new ArrayList<>(
              List.of("driver", "--properties-file", "/opt/spark/conf/spark.properties"));
      expected.addAll(List.of("--class", ScoreJob.class.getName(), JAR));
      expected.addAll(options);
      expected.add("s3a://results/scores");
      assertEquals(expected, arguments);
      assertEquals("transferability", text(pod, "/metadata/namespace"));
      assertEquals("spark", text(pod, "/spec/serviceAccountName"));
      assertEquals("Never", text(pod, "/spec/restartPolicy"));
      assertEquals("4", text(container, "/resources/requests/cpu"));
      // 8 GB and Spark's default overhead, a tenth
      assertEquals("9011Mi", text(container, "/resources/limits/memory"));
      assertEquals("/zoo", text(named("zoo", container.path("volumeMounts")), "/mountPath"));
      assertEquals(
          "zoo", text(named("zoo", pod.at("/spec/volumes")), "/persistentVolumeClaim/claimName"));

      String name = text(pod, "/metadata/name");
      assertEquals(1, kubernetes.created("Service").size());
      ObjectNode service = kubernetes.created("Service").get(0);
      assertEquals("None", text(service, "/spec/clusterIP"));
      JsonNode ports = service.at("/spec/ports");
      assertEquals(7078, named("driver-rpc-port", ports).path("port").asInt());
      assertEquals(7079, named("blockmanager", ports).path("port").asInt());
      assertEquals(name, text(service, "/metadata/ownerReferences/0/name"));
      service
          .at("/spec/selector")
          .properties()
          .forEach(
              label ->
                  assertEquals(
                      label.getValue(), pod.at("/metadata/labels").get(label.getKey()), name));

      assertSettings(kubernetes, pod, service);
      for (String kind : List.of("Pod", "Service", "ConfigMap")) {
        String sent = kubernetes.created(kind).toString();
        assertFalse(sent.contains(JobProcess.home().toString()), sent);
      }
    }
  }

  /** The settings that the driver reads in its pod. */
  private static void assertSettings(FakeKubernetes kubernetes, JsonNode pod, JsonNode service)
      throws IOException {
    String map =
        text(named("spark-conf-volume-driver", pod.at("/spec/volumes")), "/configMap/name");
    ObjectNode conf =
        kubernetes.created("ConfigMap").stream()
            .filter(object -> text(object, "/metadata/name").equals(map))
            .findFirst()
            .orElseThrow();
    Properties settings = new Properties();
    settings.load(new StringReader(conf.path("data").path("spark.properties").asText()));
    Map<String, String> expected = new TreeMap<>();
    Properties file = new Properties();
    try (var in = Files.newBufferedReader(JobProcess.home().resolve("conf/kubernetes.conf"))) {
      file.load(in);
    }
    file.forEach((key, value) -> expected.put((String) key, (String) value));
    expected.put("spark.master", kubernetes.master());
    expected.put("spark.jars", JAR);
    expected.put("spark.kubernetes.driver.pod.name", text(pod, "/metadata/name"));
    expected.put(
        "spark.driver.host", text(service, "/metadata/name") + "." + "transferability" + ".svc");
    expected.forEach((key, value) -> assertEquals(value, settings.getProperty(key), key));
    assertFalse(settings.containsKey("spark.executor.defaultJavaOptions"));
  }

  @Test
  void clusterModeEndsWithTheExitCodeOfTheDriver() throws IOException {
    try (FakeKubernetes kubernetes =
        FakeKubernetes.start(
            object -> {
              ObjectNode status = object.putObject("status").put("phase", "Failed");
              ObjectNode container = status.putArray("containerStatuses").addObject();
              container.put("name", "spark-kubernetes-driver").put("image", "i");
              container.putObject("state").putObject("terminated").put("exitCode", 3);
            })) {
      JobProcess.Result result =
          score(kubernetes, List.of("--features", "f", "--targets", "t", "--out"), "o")
              .env("SPARK_CONF_DIR", JobProcess.home().resolve("conf").toString())
              .env("TRANSFERABILITY_JAR", JAR)
              .run();
      assertEquals(3, result.exitCode(), result::report);
      assertTrue(result.err().contains("phase: Failed"), result::report);
      assertTrue(
          kubernetes.created("ConfigMap").stream()
              .allMatch(map -> map.path("data").has("log4j2.properties")));
    }
  }

  @Test
  void clientModeScoresOnExecutorPods(@TempDir Path folder) throws IOException {
    List<String> zoo =
        List.of("--features", ZOO + "/features", "--targets", ZOO + "/targets", "--quiet", "--out");
    JobProcess.Result local =
        JobProcess.of("score", zoo.toArray(String[]::new))
            .with(folder.resolve("local").toString())
            .run();
    assertEquals(0, local.exitCode(), local::report);

    List<Process> executors = new CopyOnWriteArrayList<>();
    try (FakeKubernetes kubernetes =
        FakeKubernetes.start(
            object -> {
              if (text(object, "/kind").equals("Pod")) {
                executors.add(container(object, folder));
              }
            })) {
      JobProcess.Result result =
          score(kubernetes, zoo, folder.resolve("pods").toString())
              .with("--deploy-mode", "client", "--executor-memory", "1g")
              .with("--conf", "spark.driver.host=127.0.0.1")
              .with("--conf", "spark.dynamicAllocation.maxExecutors=1")
              .run();
      assertEquals(0, result.exitCode(), result::report);
      assertEquals(
          Files.readString(folder.resolve("local/scores.csv")),
          Files.readString(folder.resolve("pods/scores.csv")));
      assertEquals(1, executors.size());
      assertExecutor(kubernetes.created("Pod").get(0));
    } finally {
      executors.forEach(Process::destroyForcibly);
    }
  }

  private static void assertExecutor(ObjectNode pod) {
    JsonNode container = pod.at("/spec/containers/0");
    assertEquals("apache/spark:4.1.0", text(container, "/image"));
    assertEquals("executor", text(container, "/args/0"));
    assertEquals("4", text(container, "/resources/requests/cpu"));
    // 1 GB and the overhead of conf/kubernetes.conf, 1 GB
    assertEquals("2048Mi", text(container, "/resources/limits/memory"));
    assertTrue(all(container.path("env"), "value").contains("-XX:+UseParallelGC"));
    assertFalse(container.toString().contains(JobProcess.home().toString()), container::toString);
  }

  /** The command of the image's entrypoint for an executor. */
  private static Process container(JsonNode pod, Path folder) {
    Map<String, String> environment = new TreeMap<>();
    pod.at("/spec/containers/0/env")
        .forEach(each -> environment.put(text(each, "/name"), text(each, "/value")));
    List<String> command =
        new ArrayList<>(Installation.java(environment.get("SPARK_EXECUTOR_MEMORY"), JARS + "/*"));
    int main = command.indexOf("-cp");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("SPARK_JAVA_OPT_")) {
            command.add(main, value);
          }
        });
    command.add("org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend");
    command.addAll(List.of("--driver-url", environment.get("SPARK_DRIVER_URL")));
    command.addAll(List.of("--executor-id", environment.get("SPARK_EXECUTOR_ID")));
    command.addAll(List.of("--cores", environment.get("SPARK_EXECUTOR_CORES")));
    command.addAll(List.of("--app-id", environment.get("SPARK_APPLICATION_ID")));
    command.addAll(List.of("--hostname", "127.0.0.1"));
    command.addAll(List.of("--resourceProfileId", environment.get("SPARK_RESOURCE_PROFILE_ID")));
    command.addAll(List.of("--podName", text(pod, "/metadata/name")));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("executor.log").toFile());
    environment.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            builder.environment().put(name, value);
          }
        });
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
