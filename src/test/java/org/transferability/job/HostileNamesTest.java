package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.job.cli.Exits;
import org.transferability.report.StateInspection;
import org.transferability.report.evaluation.MeasuredRanking;
import org.transferability.report.text.Terminal;

/** Names that would clear the screen, recolour it or forge a line reach no terminal as they are. */
final class HostileNamesTest {
  /** CSI as two bytes and as one, a bell, and lines that look like ours. */
  private static final String HOSTILE = "x\u001b[31m\u009b2J\u0007\nforged line\rforged line";

  /** As it is printed: U+FFFD for each control character. */
  private static final String SHOWN = "x\uFFFD[31m\uFFFD2J\uFFFD\uFFFDforged line\uFFFDforged line";

  @TempDir private Path folder;

  private interface Command {
    int run(String[] arguments, PrintStream out, PrintStream err)
        throws IOException, InterruptedException;
  }

  @Test
  void importAndValidatePrintThem() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    String[] columns = {"id", HOSTILE + 1, HOSTILE + 2};
    Files.writeString(raw.resolve(HOSTILE + ".csv"), csv(columns, "1,2,3", "2,3,4", "3,1,9"));
    String zoo = folder.resolve("zoo").toString();
    String imported =
        printed(
            0,
            ImportJob::run,
            "--from",
            raw.toString(),
            "--features",
            "{source}.csv",
            "--dataset",
            "d",
            "--id-column",
            "id",
            "--out",
            zoo);
    assertTrue(imported.contains("features of " + SHOWN + " on d"), imported);

    Files.createDirectories(Path.of(zoo, "features", "source=y" + HOSTILE, "dataset=d"));
    Files.writeString(
        Path.of(zoo, "features", "source=y" + HOSTILE, "dataset=d", "part.parquet"), "no Parquet");
    String found = printed(2, ValidateJob::run, "--features", zoo + "/features");
    assertTrue(found.contains("\n  " + SHOWN + "  "), found);
    assertTrue(found.contains("error: source 'y" + SHOWN + "'"), found);
  }

  @Test
  void evaluatePrintsThem() throws IOException {
    List<String> scores = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    for (String source : List.of("a", "b", "c")) {
      String pair = quoted(source + HOSTILE) + ",d," + quoted(HOSTILE) + ",";
      scores.add(pair + quoted("e" + HOSTILE) + ",0." + source.codePointAt(0) + ",interpolates");
      actual.add(pair + quoted("t" + HOSTILE) + ",0." + source.codePointAt(0));
    }
    scores.add("lonely,d,t," + quoted("e" + HOSTILE) + ",1,");
    Path table = folder.resolve("scores.csv");
    Path measured = folder.resolve("actual.csv");
    Files.writeString(
        table,
        csv(
            new String[] {"source", "dataset", "target", "estimator", "score", "flags"},
            scores.toArray(String[]::new)));
    Files.writeString(
        measured,
        csv(
            new String[] {"source", "dataset", "target", "transfer", "error"},
            actual.toArray(String[]::new)));
    String[] arguments = {
      "--scores",
      table.toString(),
      "--actual",
      measured.toString(),
      "--overwrite",
      "--out",
      folder.resolve("out").toString(),
      "--all"
    };
    String text = printed(0, EvaluateJob::run, arguments);
    assertTrue(text.contains("warning: e" + SHOWN + ": 3 scores interpolate"), text);
    assertTrue(text.contains("\ntransfer t" + SHOWN + "  "), text);
    assertTrue(text.contains("\nt" + SHOWN + ": "), text);

    Files.writeString(
        table, Files.readString(table).replaceFirst(",0\\.97,", ",\"" + HOSTILE + "\","));
    String mistake = printed(2, EvaluateJob::run, arguments);
    assertTrue(mistake.startsWith("error: ") && mistake.contains(SHOWN), mistake);
  }

  @Test
  void inspectPrintsThem() throws IOException {
    Path out = Files.createDirectories(folder.resolve("result"));
    ObjectNode run = new ObjectMapper().createObjectNode();
    run.put("started", HOSTILE).put("finished", HOSTILE).put("exit_code", HOSTILE);
    run.putObject("versions").put("tool", HOSTILE);
    run.putObject("options").put(HOSTILE, HOSTILE);
    run.putArray("warnings").add(HOSTILE);
    run.putArray("steps").addObject().put("name", HOSTILE).put("seconds", 1);
    run.putArray("skipped").addObject().put("source", HOSTILE).put("reason", HOSTILE);
    Files.writeString(out.resolve("run.json"), run.toString());
    String cells =
        quoted(HOSTILE) + ",d," + quoted(HOSTILE) + "," + quoted(HOSTILE) + ",1," + quoted(HOSTILE);
    Files.writeString(
        out.resolve("scores.csv"),
        csv(new String[] {"source", "dataset", "target", "estimator", "score", "flags"}, cells));
    String text = printed(0, (a, printed, err) -> InspectJob.run(a, printed), out.toString());
    assertTrue(text.startsWith("Run of " + SHOWN), text);
    assertTrue(text.contains("\nwarning: " + SHOWN + "\n"), text);
    assertTrue(text.contains("\nd / " + SHOWN + "  ranked by " + SHOWN + "\n"), text);
    assertTrue(text.contains("\n  1  " + SHOWN + "  1.00000"), text);
  }

  @Test
  void inspectionsOfStatesAndTheDemonstrationPrintThem() {
    Map<String, String> named = Map.of(HOSTILE, HOSTILE);
    StateInspection.Kept kept =
        new StateInspection.Kept(HOSTILE, HOSTILE, HOSTILE, 1, 1, named, named, Map.of(), Map.of());
    assertVisible(new StateInspection(List.of(kept)).text(Terminal.Style.PLAIN));
    Pair pair = new Pair(HOSTILE, HOSTILE, HOSTILE);
    assertVisible(
        new MeasuredRanking(List.of(new MeasuredPair(pair, HOSTILE, 1)), Terminal.Style.PLAIN)
            .text("origin-gcv", List.of(new ScoredPair(pair, "origin-gcv", 1)), 10));
  }

  private static String quoted(String field) {
    return '"' + field + '"';
  }

  private static String csv(String[] columns, String... lines) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      columns[i] = quoted(columns[i]);
    }
    all.add(String.join(",", columns));
    all.addAll(List.of(lines));
    return String.join("\n", all) + "\n";
  }

  /** What a job prints on both streams, of which nothing may control a terminal. */
  private static String printed(int exitCode, Command command, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int found = Exits.of(out, () -> command.run(arguments, out, out));
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertEquals(exitCode, found, text);
    assertVisible(text);
    return text;
  }

  private static void assertVisible(String text) {
    assertTrue(text.contains("forged"), text);
    assertTrue(text.lines().noneMatch(line -> line.startsWith("forged")), text);
    assertTrue(text.codePoints().noneMatch(c -> Character.isISOControl(c) && c != '\n'), text);
  }
}
