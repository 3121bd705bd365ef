package org.transferability.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lays out cells in aligned columns, separated by two blanks. */
public final class TextTable {
  /** A text, made visible, and its style. */
  public record Cell(String text, Ansi ansi) {
    public Cell {
      text = PlainText.visible(text);
    }

    public static Cell of(String text) {
      return new Cell(text, Ansi.PLAIN);
    }
  }

  private final String aligns;
  private final Terminal.Style style;
  private final List<List<Cell>> lines = new ArrayList<>();

  /**
   * An empty table.
   *
   * @param aligns for each column {@code l} or {@code r}, the side on which its cells meet
   */
  public TextTable(String aligns, Terminal.Style style) {
    this.aligns = aligns;
    this.style = style;
  }

  /** Adds the names of the columns. */
  public void head(String... names) {
    add(Stream.of(names).map(name -> new Cell(name, Ansi.FAINT)).toList());
  }

  /** Adds a line that is not set off. */
  public void add(String... texts) {
    add(Stream.of(texts).map(Cell::of).toList());
  }

  public void add(List<Cell> line) {
    if (line.size() != aligns.length()) {
      throw new IllegalArgumentException(
          "Cannot add line: expected %d cells, found %d".formatted(aligns.length(), line.size()));
    }
    lines.add(List.copyOf(line));
  }

  /** The lines, each indented, without trailing blanks, each terminated by a line feed. */
  public String render(String indent) {
    StringBuilder text = new StringBuilder();
    int[] widths = widths();
    for (List<Cell> line : lines) {
      StringBuilder row = new StringBuilder(indent);
      int last = lastFilled(line);
      for (int i = 0; i <= last; i++) {
        Cell cell = line.get(i);
        String pad = " ".repeat(widths[i] - width(cell.text()));
        row.append(i == 0 ? "" : "  ");
        row.append(aligns.charAt(i) == 'r' ? pad : "").append(cell.ansi().on(cell.text(), style));
        row.append(aligns.charAt(i) == 'l' && i < last ? pad : "");
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The characters of the longest line, without an indent. */
  public int width() {
    int[] widths = widths();
    int longest = 0;
    for (List<Cell> line : lines) {
      int last = lastFilled(line);
      int length = 2 * last;
      for (int i = 0; i <= last; i++) {
        boolean trailing = i == last && aligns.charAt(i) == 'l';
        length += trailing ? width(line.get(i).text()) : widths[i];
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private int[] widths() {
    int[] widths = new int[aligns.length()];
    for (List<Cell> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(line.get(i).text()));
      }
    }
    return widths;
  }

  private static int lastFilled(List<Cell> line) {
    int last = line.size() - 1;
    while (last > 0 && line.get(last).text().isBlank()) {
      last--;
    }
    return last;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
