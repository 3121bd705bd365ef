package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.study.InputException;

final class OutputDirectoryTest {
  @TempDir Path parent;
  private Path out;

  @BeforeEach
  void nameTheOutput() {
    out = parent.resolve("result 1");
  }

  @Test
  void appearsAtOnceWithAllItsFiles() throws IOException {
    try (OutputDirectory directory = reserve(Existing.REFUSE)) {
      write(directory, "run.json", "new");
      assertTrue(Path.of(directory.resolve("x").replace("file:", "")).toString().contains("/new/"));
      assertFalse(Files.exists(out));
      assertTrue(names().get(0).startsWith(".result 1.run-"));
      directory.publish();
    }
    assertEquals(List.of("result 1"), names());
    assertEquals(List.of("run.json"), names(out));
    assertEquals("new", Files.readString(out.resolve("run.json")));
  }

  @Test
  void makesTheDirectoriesAboveIt() throws IOException {
    out = parent.resolve("a/b/c");
    try (OutputDirectory directory = reserve(Existing.REFUSE)) {
      directory.publish();
    }
    assertTrue(Files.isDirectory(out));
  }

  @Test
  void aRunThatFailsLeavesNothing() throws IOException {
    try (OutputDirectory directory = reserve(Existing.REFUSE)) {
      write(directory, "scores.csv", "half");
    }
    assertEquals(List.of(), names());
  }

  @Test
  void whatExistsIsRefusedBeforeAnyWork() throws IOException {
    earlierResult();
    assertRefused(Existing.REFUSE, "--overwrite");
    assertEquals("old", Files.readString(out.resolve("run.json")));
    Files.delete(out.resolve("run.json"));
    assertRefused(Existing.REFUSE, "--overwrite");
    Files.delete(out);
    Files.writeString(out, "a file");
    assertRefused(Existing.REPLACE, "found a file");
    assertEquals(List.of("result 1"), names());
  }

  @Test
  void replacesAnEarlierResultOnlyAtTheEnd() throws IOException {
    earlierResult();
    try (OutputDirectory directory = reserve(Existing.REPLACE)) {
      write(directory, "run.json", "new");
      assertEquals("old", Files.readString(out.resolve("run.json")));
      directory.publish();
    }
    assertEquals("new", Files.readString(out.resolve("run.json")));
    assertEquals(List.of("result 1"), names());
  }

  @Test
  void doesNotReplaceWhatIsNotAResult() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("thesis.tex"), "years");
    assertRefused(Existing.REPLACE, "thesis.tex");
    assertEquals("years", Files.readString(out.resolve("thesis.tex")));
  }

  @Test
  void doesNotReplaceItsInputs() throws IOException {
    earlierResult();
    for (String input : List.of("", "/features", "/../result 1/x/y")) {
      InputException error =
          assertThrows(
              InputException.class,
              () ->
                  OutputDirectory.reserve(
                      new Configuration(), out.toString(), Existing.REPLACE, List.of(out + input)));
      assertTrue(error.getMessage().contains("does not contain an input"), error.getMessage());
    }
  }

  @Test
  void anOutputThatAppearsWhileTheRunIsBusyIsKept() throws IOException {
    try (OutputDirectory directory = reserve(Existing.REFUSE)) {
      write(directory, "run.json", "new");
      earlierResult();
      assertThrows(InputException.class, directory::publish);
    }
    assertEquals("old", Files.readString(out.resolve("run.json")));
    assertEquals(List.of("result 1"), names());
  }

  @Test
  void aSwapThatFailsPutsTheOldOneBack() throws IOException {
    earlierResult();
    Configuration configuration = new Configuration();
    configuration.setClass("fs.fail.impl", FailsToRenameNew.class, RawLocalFileSystem.class);
    try (OutputDirectory directory =
        OutputDirectory.reserve(configuration, "fail://" + uri(), Existing.REPLACE, List.of())) {
      write(directory, "run.json", "new");
      assertThrows(IOException.class, directory::publish);
    }
    assertEquals("old", Files.readString(out.resolve("run.json")));
    assertEquals(List.of("result 1"), names());
  }

  @Test
  void leftoversOfDeadRunsAreRemovedAndTheirOldOutputIsRestored() throws IOException {
    Path dead = leftover("dead", owner(RunOwner.current().host(), 999_999_999L));
    Files.createDirectories(dead.resolve("old"));
    Files.writeString(dead.resolve("old/run.json"), "old");
    InputException error = assertThrows(InputException.class, () -> reserve(Existing.REFUSE));
    assertTrue(error.getMessage().contains("--overwrite"));
    assertEquals(List.of("result 1"), names());
    assertEquals("old", Files.readString(out.resolve("run.json")));
  }

  @Test
  void filesOfPossiblyLiveRunsAreKept() throws IOException {
    long self = ProcessHandle.current().pid();
    String host = RunOwner.current().host();
    leftover("elsewhere", owner("another.example", 1));
    leftover("container", owner(host, "another boot pid:[1]", 999_999_999L));
    Path unknown = leftover("unknown", "no owner\\u");
    Files.setLastModifiedTime(unknown, FileTime.from(Instant.now().minusSeconds(120)));
    Files.createDirectory(parent.resolve(".result 1.run-created-now"));
    leftover("older", "host=" + host + "\npid=999999999\n");
    leftover("alive", owner(host, self));
    leftover(
        "reused", owner(host, self).replace("started=", "") + "\nstarted=2001-01-01T00:00:00Z\n");
    Files.createDirectory(parent.resolve(".other.run-1"));
    try (OutputDirectory directory = reserve(Existing.REFUSE)) {
      List<String> notices = directory.notices().stream().sorted().toList();
      assertEquals(5, notices.size());
      assertTrue(notices.get(0).contains("container") && notices.get(0).startsWith("Kept "));
      assertTrue(
          notices.get(1).contains("elsewhere") && notices.get(1).contains("another.example"));
      assertTrue(notices.get(3).contains("unknown") && notices.get(3).startsWith("Kept "));
      assertTrue(notices.get(2).contains("older") && notices.get(2).startsWith("Kept "));
      assertTrue(notices.get(4).contains("reused") && notices.get(4).startsWith("Removed "));
    }
    assertEquals(
        List.of(
            ".other.run-1",
            ".result 1.run-alive",
            ".result 1.run-container",
            ".result 1.run-created-now",
            ".result 1.run-elsewhere",
            ".result 1.run-older",
            ".result 1.run-unknown"),
        names());
  }

  @Test
  void aLinkToNothingIsNamed() throws IOException {
    Files.createSymbolicLink(out, parent.resolve("gone"));
    assertRefused(Existing.REFUSE, "a link to " + parent.resolve("gone"));
    assertRefused(Existing.REPLACE, "a link to " + parent.resolve("gone"));
  }

  @Test
  void impossiblePathsAreTheUsersFault() throws IOException {
    Files.writeString(parent.resolve("file"), "x");
    for (String bad :
        List.of("", "/", "file:", parent.resolve("file/out").toString(), "nosuchscheme://x/y")) {
      assertThrows(
          InputException.class,
          () -> OutputDirectory.reserve(new Configuration(), bad, Existing.REFUSE, List.of()),
          bad);
    }
  }

  /** Refuses to move a new directory to its place. */
  static final class FailsToRenameNew extends RawLocalFileSystem {
    @Override
    public java.net.URI getUri() {
      return java.net.URI.create("fail:///");
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !from.getName().equals("new") && super.rename(from, to);
    }
  }

  private String uri() {
    return out.toString();
  }

  private OutputDirectory reserve(Existing existing) {
    return OutputDirectory.reserve(new Configuration(), out.toString(), existing, List.of());
  }

  private void assertRefused(Existing existing, String part) {
    InputException error = assertThrows(InputException.class, () -> reserve(existing));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }

  private void earlierResult() throws IOException {
    Files.createDirectory(out);
    Files.writeString(out.resolve("run.json"), "old");
  }

  private Path leftover(String id, String owner) throws IOException {
    Path work = Files.createDirectories(parent.resolve(".result 1.run-" + id));
    Files.createDirectories(work.resolve("new"));
    Files.writeString(work.resolve("owner"), owner);
    return work;
  }

  private static String owner(String host, long pid) throws IOException {
    return owner(host, RunOwner.current().space(), pid);
  }

  private static String owner(String host, String space, long pid) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new RunOwner(host, space, pid, "").write(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private List<String> names() throws IOException {
    return names(parent);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(OutputDirectory directory, String name, String text)
      throws IOException {
    try (OutputStream stream = directory.create(name)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
