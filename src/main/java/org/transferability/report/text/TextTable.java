package org.transferability.report.text;

import java.util.ArrayList;
import java.util.List;

/** Lays out cells in aligned columns, separated by two blanks. */
public final class TextTable {
  /** The alignment of a column. */
  public enum Align {
    LEFT,
    RIGHT
  }

  /**
   * A text and its style.
   *
   * @param text the text
   * @param code an ANSI code such as {@code 1} for bold, or empty
   */
  public record Cell(String text, String code) {
    public static Cell of(String text) {
      return new Cell(text, "");
    }
  }

  private final List<Align> aligns;
  private final Terminal.Style style;
  private final List<List<Cell>> lines = new ArrayList<>();

  public TextTable(List<Align> aligns, Terminal.Style style) {
    this.aligns = List.copyOf(aligns);
    this.style = style;
  }

  public void add(List<Cell> line) {
    if (line.size() != aligns.size()) {
      throw new IllegalArgumentException(
          "Cannot add line: expected %d cells, found %d".formatted(aligns.size(), line.size()));
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
        row.append(aligns.get(i) == Align.RIGHT ? pad : "").append(coloured(cell));
        row.append(aligns.get(i) == Align.LEFT && i < last ? pad : "");
      }
      text.append(row).append('\n');
    }
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[aligns.size()];
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

  private String coloured(Cell cell) {
    boolean colour = style == Terminal.Style.COLOUR && !cell.code().isEmpty();
    return colour ? "\u001b[" + cell.code() + "m" + cell.text() + "\u001b[0m" : cell.text();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
