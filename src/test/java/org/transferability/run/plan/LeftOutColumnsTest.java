package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.StudyOptions;
import org.transferability.job.ValidateJob;
import org.transferability.job.cli.Exits;
import org.transferability.study.InputException;
import org.transferability.study.Study;
import org.transferability.study.StudyFile;

/** Columns that are no targets are listed with the reason, where the study selects them. */
final class LeftOutColumnsTest {
  private static final String REASON = "a target is a number, a boolean or a list of them";

  @TempDir Path folder;

  @BeforeEach
  void writeTree() throws IOException {
    String id = "required int64 id; ";
    String list =
        "required group features (LIST) { repeated group list { required float element; } }";
    for (String dataset : List.of("a", "b")) {
      write("f/source=m/dataset=" + dataset, id + list);
      write(
          "t/dataset=" + dataset,
          id
              + "required double y; required boolean seen; required binary name (STRING);"
              + " required int32 day (DATE); required int64 __index_level_0__;"
              + " required binary fold (STRING);");
    }
    write(
        "own/source=m/dataset=a", id + list + " required double y; required binary name (STRING);");
  }

  private void write(String place, String fields) throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    Path file = Files.createDirectories(folder.resolve(place)).resolve("p.parquet");
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      for (int i = 0; i < 6; i++) {
        Group row = groups.newGroup();
        row.add("id", (long) i);
        if (schema.containsField("features")) {
          row.addGroup("features").addGroup("list").add("element", (float) (i * i));
        }
        if (schema.containsField("y")) {
          row.append("y", (double) i).append("name", "n" + i);
        }
        if (schema.containsField("seen")) {
          row.append("seen", i > 2).append("day", i).append("__index_level_0__", (long) i);
          row.append("fold", "f" + i % 2);
        }
        writer.write(row);
      }
    }
  }

  private Inventory inventory(String features, String targets, String more) throws IOException {
    String yaml =
        "features: "
            + folder.resolve(features)
            + (targets == null ? "" : "\ntargets: " + folder.resolve(targets))
            + "\n"
            + more;
    Study study =
        StudyFile.read(
                new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)),
                "s.yaml",
                new StudyOptions())
            .study();
    return Inventory.of(study, new Configuration());
  }

  private static List<String> targets(Inventory inventory) {
    return inventory.sets().stream().flatMap(set -> set.targets().stream()).distinct().toList();
  }

  @Test
  void theSameColumnsOfSeveralDatasetsAreOneLine() throws IOException {
    Inventory inventory = inventory("f", "t", "fold-column: fold");
    assertEquals(List.of("seen", "y"), targets(inventory));
    assertEquals(
        List.of(
            "labels of dataset 'a' and 1 more: columns that are not targets: '__index_level_0__'"
                + " (the index of a pandas frame, used only if it is named), 'day' (date), 'name'"
                + " (text); "
                + REASON),
        inventory.warnings());
  }

  @Test
  void onlyThoseThatTheStudySelectsAreListed() throws IOException {
    assertEquals(List.of(), inventory("f", "t", "target-names: 'y'").warnings());
    Inventory index = inventory("f", "t", "target-names: [y, __index_level_0__]");
    assertEquals(List.of("__index_level_0__", "y"), targets(index));
    assertEquals(List.of(), index.warnings());
    Inventory text = inventory("f", "t", "target-names: [y, name]");
    assertEquals(
        List.of(
            "--target-names 'name' matches nothing that is scored",
            "labels of dataset 'a' and 1 more: columns that are not targets: 'name' (text); "
                + REASON),
        text.warnings());
  }

  @Test
  void aStudyOfSuchAColumnAloneGetsTheReason() {
    String error =
        assertThrows(InputException.class, () -> inventory("f", "t", "target-names: day"))
            .getMessage();
    assertTrue(error.contains("found none selected"), error);
    assertTrue(error.contains("columns that are not targets: 'day' (date); " + REASON), error);
  }

  @Test
  void labelsInTheTableOfTheFeatures() throws IOException {
    Inventory inventory = inventory("own", null, "");
    assertEquals(List.of("y"), targets(inventory));
    assertEquals(
        List.of(
            "source 'm' on dataset 'a': columns that are not targets: 'name' (text); " + REASON),
        inventory.warnings());
  }

  @Test
  void validateListsThemToo() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    String[] arguments = {
      "--features", folder.resolve("f").toString(), "--targets", folder.resolve("t").toString()
    };
    assertEquals(0, Exits.of(out, () -> ValidateJob.run(arguments, out, out)));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(
        text.contains(
            "warning: labels of dataset 'a': columns that are not targets: '__index_level_0__' (the"
                + " index of a pandas frame, used only if it is named), 'day' (date), 'fold'"
                + " (text), 'name' (text)\n"),
        text);
    assertTrue(
        text.lines().map(String::strip).collect(Collectors.toList()).stream()
            .anyMatch(line -> line.startsWith("seen")),
        text);
  }
}
