package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code conf/spark-application.example.yaml} against the operator's schema, the job and conf/. */
final class SparkApplicationExampleTest {
  private static final Path CONF = JobProcess.home().resolve("conf");

  /** Maps whose keys are names that the user chooses. */
  private static final Set<String> FREE = Set.of("spec.sparkConf", "spec.hadoopConf");

  /** Settings of conf/kubernetes.conf that are fields of the resource. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("spark.submit.deployMode", "/spec/mode"),
          Map.entry("spark.kubernetes.namespace", "/metadata/namespace"),
          Map.entry(
              "spark.kubernetes.authenticate.driver.serviceAccountName",
              "/spec/driver/serviceAccount"),
          Map.entry("spark.driver.cores", "/spec/driver/cores"),
          Map.entry("spark.driver.memory", "/spec/driver/memory"),
          Map.entry("spark.driver.extraJavaOptions", "/spec/driver/javaOptions"),
          Map.entry("spark.executor.cores", "/spec/executor/cores"),
          Map.entry("spark.executor.memory", "/spec/executor/memory"),
          Map.entry("spark.executor.memoryOverhead", "/spec/executor/memoryOverhead"),
          Map.entry("spark.executor.extraJavaOptions", "/spec/executor/javaOptions"),
          Map.entry("spark.dynamicAllocation.enabled", "/spec/dynamicAllocation/enabled"),
          Map.entry("spark.dynamicAllocation.minExecutors", "/spec/dynamicAllocation/minExecutors"),
          Map.entry(
              "spark.dynamicAllocation.maxExecutors", "/spec/dynamicAllocation/maxExecutors"));

  /** What the operator sets itself, or what is as Spark's default. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "spark.master",
          "spark.kubernetes.container.image",
          "spark.kubernetes.report.interval",
          "spark.dynamicAllocation.shuffleTracking.enabled",
          "spark.ui.enabled");

  private JsonNode example;

  @BeforeEach
  void read() throws IOException {
    example = new YAMLMapper().readTree(CONF.resolve("spark-application.example.yaml").toFile());
  }

  @Test
  void fieldsAreThoseOfTheOperatorsSchema() throws IOException {
    Set<String> known;
    try (InputStream in =
        getClass().getResourceAsStream("/kubernetes/spark-operator-v1beta2.txt")) {
      known = new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
    Set<String> unknown = new TreeSet<>();
    collect("", example, unknown);
    assertTrue(unknown.contains("spec.driver.env[].valueFrom.secretKeyRef.key"), "all are found");
    unknown.removeAll(known);
    assertEquals(Set.of(), unknown);
    assertEquals("sparkoperator.k8s.io/v1beta2", example.path("apiVersion").asText());
    assertEquals("SparkApplication", example.path("kind").asText());
  }

  private static void collect(String path, JsonNode node, Set<String> paths) {
    if (!path.isEmpty()) {
      paths.add(path);
    }
    if (node.isArray()) {
      node.forEach(element -> collect(path + "[]", element, paths));
    } else if (!FREE.contains(path)) {
      node.properties()
          .forEach(
              field ->
                  collect(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      paths));
    }
  }

  @Test
  void theOperatorStartsTheJobWithItsOptions() {
    assertDoesNotThrow(() -> Class.forName(example.at("/spec/mainClass").asText()));
    String[] arguments =
        StreamSupport.stream(example.at("/spec/arguments").spliterator(), false)
            .map(JsonNode::asText)
            .toArray(String[]::new);
    assertInstanceOf(ScoreOptionsRequest.Run.class, ScoreOptionsRequest.parse(arguments));
  }

  @Test
  void settingsAreThoseOfTheConfiguration() throws IOException {
    Properties file = new Properties();
    try (Reader in = Files.newBufferedReader(CONF.resolve("kubernetes.conf"))) {
      file.load(in);
    }
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> found = new TreeMap<>();
    example
        .at("/spec/sparkConf")
        .properties()
        .forEach(setting -> found.put(setting.getKey(), setting.getValue().asText()));
    example
        .at("/spec/hadoopConf")
        .properties()
        .forEach(
            setting -> found.put("spark.hadoop." + setting.getKey(), setting.getValue().asText()));
    FIELDS.forEach((setting, field) -> found.put(setting, example.at(field).asText()));
    file.forEach((key, value) -> expected.put((String) key, ((String) value).strip()));
    assertTrue(expected.keySet().containsAll(ELSEWHERE));
    assertTrue(
        expected
            .get("spark.kubernetes.container.image")
            .endsWith(":" + example.at("/spec/sparkVersion").asText()));
    expected.keySet().removeAll(ELSEWHERE);
    assertEquals(expected, found);
  }
}
