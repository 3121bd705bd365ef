package org.transferability.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.execution.LocalExecutionControlProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.transferability.study.InputException;

/** Every snippet of docs/java-api.md runs in jshell and says what the page says. */
final class JavaApiTest {
  private static final Path PAGE = Path.of("docs/java-api.md");
  private static final String SAYS = "// ==>";

  @Test
  void thePageIsTrue() throws IOException {
    int checked = 0;
    try (JShell shell =
        JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of()).build()) {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String entry : path.split(File.pathSeparator, -1)) {
        shell.addToClasspath(entry);
      }
      for (String block : blocks()) {
        checked += run(shell, block);
      }
    }
    assertTrue(checked >= 12, "only " + checked + " values are said on the page");
  }

  /** Evaluates a block, statement by statement; how many values were compared. */
  private static int run(JShell shell, String block) {
    int checked = 0;
    StringBuilder open = new StringBuilder();
    for (String line : block.lines().toList()) {
      int says = line.indexOf(SAYS);
      open.append(says < 0 ? line : line.substring(0, says)).append('\n');
      String source = open.toString();
      if (says < 0 && !isComplete(shell, source)) {
        continue;
      }
      String value = null;
      while (!source.isBlank()) {
        SourceCodeAnalysis.CompletionInfo next =
            shell.sourceCodeAnalysis().analyzeCompletion(source);
        String statement = next.completeness().isComplete() ? next.source() : source;
        for (SnippetEvent event : shell.eval(statement)) {
          String failure =
              statement
                  + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList()
                  + event.exception();
          assertEquals(Snippet.Status.VALID, event.status(), failure);
          assertEquals(null, event.exception(), failure);
          value = event.value();
        }
        source = next.completeness().isComplete() ? next.remaining() : "";
      }
      open.setLength(0);
      if (says >= 0) {
        String expected = line.substring(says + SAYS.length()).strip();
        assertTrue(value != null && value.startsWith(expected), line + "\nfound " + value);
        checked++;
      }
    }
    return checked;
  }

  private static boolean isComplete(JShell shell, String source) {
    return source.isBlank()
        || shell.sourceCodeAnalysis().analyzeCompletion(source).completeness().isComplete();
  }

  /** The Java blocks of the page. */
  private static List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.equals("```java")) {
        block = new StringBuilder();
      } else if (line.equals("```") && block != null) {
        blocks.add(block.toString());
        block = null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }

  @Test
  void mistakesAreSaid() {
    double[][] two = {{1, 2}, {3, 4}};
    assertMessage("expected as many rows", () -> Transferability.moments(two, new double[] {1}));
    assertMessage(
        "found 1 (row 1)", () -> Transferability.moments(new double[][] {{1, 2}, {3}}, two));
    assertMessage(
        "expected finite features",
        () -> Transferability.moments(new double[][] {{1, Double.NaN}}, new double[] {1}));
    assertMessage(
        "did you mean 'logme'",
        () -> Transferability.score(Transferability.moments(two, two), "logem"));
    assertMessage(
        "expected a penalty",
        () -> Transferability.score(Transferability.moments(two, two), "linear-mse"));
    assertMessage("Cannot list", () -> Transferability.read("nowhere", "nowhere", "y"));
  }

  private static void assertMessage(String part, Executable call) {
    InputException e = assertThrows(InputException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
