package org.transferability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Phrases that read like a translation do not come back into text for users. */
final class PlainEnglishTest {
  private static final Pattern STOCK_PHRASE =
      Pattern.compile(
          "\\b(beside|nobody|whoever|of ours|told apart|tells? apart|says|stands?|left out|leaves out"
              + "|(where|if) need be|dealt|is not made)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern LITERAL =
      Pattern.compile("\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'])'");

  @Test
  void pagesSettingsAndScriptsUsePlainEnglish() throws IOException {
    List<String> found = new ArrayList<>();
    for (String place : List.of("docs", "conf", "jobs", "src/main/resources", ".")) {
      try (Stream<Path> files = Files.walk(Path.of(place), place.equals(".") ? 1 : 9)) {
        for (Path file : files.filter(PlainEnglishTest::isText).toList()) {
          Files.readAllLines(file).forEach(line -> check(file, line, found));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void messagesAndHelpUsePlainEnglish() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String code = JOINED.matcher(Files.readString(file)).replaceAll("");
        LITERAL
            .matcher(code)
            .results()
            .map(MatchResult::group)
            .filter(text -> text.contains(" "))
            .forEach(text -> check(file, text, found));
      }
    }
    assertEquals(List.of(), found);
  }

  private static boolean isText(Path file) {
    // decision records keep the wording of their time
    return file.toString().matches(".*(jobs/\\w+|\\.(md|conf|ya?ml|properties|js|css|html))")
        && !file.startsWith("docs/decisions");
  }

  private static void check(Path file, String text, List<String> found) {
    STOCK_PHRASE.matcher(text).results().forEach(m -> found.add(file + ": " + text.strip()));
  }
}
