package org.transferability.report.page;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.transferability.report.ScoreRow;

/** The fields of a score in report.html: name in the page, origin, precision. */
@SuppressWarnings("ImmutableEnumChecker") // the functions below have no state
enum HtmlField {
  SCORE("score", Kind.NUMBER, row -> row.score().score()),
  LOW("low", Kind.NUMBER, row -> row.score().uncertainty().low()),
  HIGH("high", Kind.NUMBER, row -> row.score().uncertainty().high()),
  P_TOP1("p_top1", Kind.SHARE, ScoreRow::top1),
  P_TOP3("p_top3", Kind.SHARE, ScoreRow::top3),
  CANDIDATE("candidate", ScoreRow::candidate),
  FLAGS("flags", ScoreRow::flags),
  NOTES("notes", ScoreRow::notes),
  COMPARABLE("comparable", row -> row.score().comparable().toString()),
  R2("r2", Kind.NUMBER, row -> row.score().r2()),
  N("n", Kind.WHOLE, row -> known(row.score().n())),
  D("d", Kind.WHOLE, row -> known(row.score().d())),
  Q("q", Kind.WHOLE, row -> known(row.score().q())),
  RANK("rank", Kind.WHOLE, row -> row.score().d() == 0 ? Double.NaN : row.score().rank()),
  CONDITION("condition", Kind.DECIBEL, row -> row.score().condition());

  /** How the values may be packed. */
  enum Kind {
    /** Any number: eight bytes, or four. */
    NUMBER,
    /** Between 0 and 1: eight bytes, or one, to half a per cent. */
    SHARE,
    /** Only the order of magnitude matters: eight bytes, or one, to a tenth of a power of ten. */
    DECIBEL,
    /** Few different values: a number in a dictionary. */
    WHOLE,
    /** Few different texts: a number in a dictionary. */
    TEXT
  }

  private final String key;
  private final Kind kind;
  private final ToDoubleFunction<ScoreRow> number;
  private final Function<ScoreRow, String> text;

  HtmlField(String key, Kind kind, ToDoubleFunction<ScoreRow> number) {
    this.key = key;
    this.kind = kind;
    this.number = number;
    this.text = row -> "";
  }

  HtmlField(String key, Function<ScoreRow, String> text) {
    this.key = key;
    this.kind = Kind.TEXT;
    this.number = row -> Double.NaN;
    this.text = text;
  }

  /** Never 0 in the table of a run; 0 means unknown in a table of another origin. */
  private static double known(long number) {
    return number == 0 ? Double.NaN : number;
  }

  /** The name of the column in the page. */
  String key() {
    return key;
  }

  Kind kind() {
    return kind;
  }

  double number(ScoreRow row) {
    return number.applyAsDouble(row);
  }

  String text(ScoreRow row) {
    return text.apply(row);
  }
}
