package org.transferability.report.text;

/** How a text is set off on an ANSI terminal. */
public enum Ansi {
  PLAIN(""),
  BOLD("1"),
  FAINT("2"),
  RED("31"),
  YELLOW("33");

  private final String code;

  Ansi(String code) {
    this.code = code;
  }

  /** The text, visible as {@link PlainText#visible} has it, set off where colours are used. */
  public String on(String text, Terminal.Style style) {
    String shown = PlainText.visible(text);
    return style == Terminal.Style.COLOUR && this != PLAIN
        ? "\u001b[" + code + "m" + shown + "\u001b[0m"
        : shown;
  }
}
