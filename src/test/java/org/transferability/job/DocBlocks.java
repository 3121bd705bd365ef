package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fenced blocks of a page of documentation. A comment before a block says what else there is to
 * it: {@code <!-- not run: reason -->}, or {@code <!-- setup ... -->} with commands that come
 * first.
 */
final class DocBlocks {
  private static final Pattern FENCE = Pattern.compile("```\\s*(\\w*)\\s*");
  private static final Pattern NOT_RUN = Pattern.compile("<!-- not run: (.+) -->");
  private static final String SETUP = "<!-- setup";

  /**
   * One block.
   *
   * @param line where it begins
   * @param language the word after the fence, may be empty
   * @param text its lines
   * @param setup commands to run before it, may be empty
   * @param notRun why it is not run; empty: it is
   */
  record Block(Path page, int line, String language, String text, String setup, String notRun) {
    String name() {
      return page + ":" + line + " " + text.lines().findFirst().orElse("").strip();
    }
  }

  private DocBlocks() {}

  static List<Block> of(Path home, Path page) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> lines = Files.readAllLines(home.resolve(page));
    String setup = "";
    String notRun = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher reason = NOT_RUN.matcher(line.strip());
      Matcher fence = FENCE.matcher(line);
      if (reason.matches()) {
        notRun = reason.group(1);
      } else if (line.startsWith(SETUP)) {
        int end = find(lines, i + 1, "-->");
        setup = String.join("\n", lines.subList(i + 1, end)) + "\n";
        i = end;
      } else if (fence.matches()) {
        int end = find(lines, i + 1, "```");
        String text = String.join("\n", lines.subList(i + 1, end)) + "\n";
        blocks.add(new Block(page, i + 1, fence.group(1), text, setup, notRun));
        setup = "";
        notRun = "";
        i = end;
      }
    }
    return blocks;
  }

  private static int find(List<String> lines, int from, String start) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).startsWith(start)) {
        return i;
      }
    }
    throw new AssertionError("no end of what begins at line " + from);
  }
}
