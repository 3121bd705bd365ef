package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RunRecordTest {
  @Test
  void writesWhatHappened() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("out", "o");
    options.put("lambda", List.of("0", "1"));
    RunRecord record =
        new RunRecord(
            new RunRecord.Execution(
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:05:05Z",
                3,
                "application_1_0001",
                Versions.all("4.1.0", "OpenBLAS")),
            options,
            List.of(
                new RunRecord.Input(
                    "features",
                    "résnet \"x\"",
                    "cub",
                    List.of("a.parquet", "b.parquet"),
                    10,
                    7,
                    5L,
                    3L,
                    Map.of("no label with this id", 2L),
                    null),
                RunRecord.Input.table("targets", "cub", List.of("t"), 1, 5)),
            List.of(new RunRecord.Step("read", 1.5)),
            new RunRecord.Outcome(
                4, List.of(new RunRecord.Skipped("bad", "cub", "Cannot read\nfile")), List.of("w")),
            Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    record.write(out);
    String text = out.toString(StandardCharsets.UTF_8);
    JsonNode json = new ObjectMapper().readTree(text);
    assertTrue(text.endsWith("}\n"));
    assertEquals(3, json.get("exit_code").asInt());
    assertEquals("application_1_0001", json.get("application").asText());
    assertEquals("4.1.0", json.at("/versions/spark").asText());
    assertEquals("development", json.at("/versions/tool").asText());
    assertEquals("[\"0\",\"1\"]", json.at("/options/lambda").toString());
    assertEquals("résnet \"x\"", json.at("/inputs/0/source").asText());
    assertEquals(2, json.at("/inputs/0/files").asInt());
    assertEquals(5, json.at("/inputs/0/rows_joined").asInt());
    assertEquals(2, json.at("/inputs/0/rows_dropped/no label with this id").asInt());
    assertFalse(json.at("/inputs/1").has("source"));
    assertEquals(1.5, json.at("/steps/0/seconds").asDouble());
    assertEquals("Cannot read\nfile", json.at("/skipped/0/reason").asText());
    assertEquals(
        List.of(
            "started",
            "finished",
            "exit_code",
            "application",
            "versions",
            "options",
            "inputs",
            "steps",
            "rows",
            "skipped",
            "warnings"),
        json.properties().stream().map(Map.Entry::getKey).toList());
  }
}
