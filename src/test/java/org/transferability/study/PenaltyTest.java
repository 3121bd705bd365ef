package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.study.Penalty.Unit;

final class PenaltyTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, ABSOLUTE, 0",
    "-0, 0, ABSOLUTE, 0",
    "0r, 0, ABSOLUTE, 0",
    "1, 1, ABSOLUTE, 1",
    "+20., 20, ABSOLUTE, 20",
    "1e-3, 0.001, ABSOLUTE, 0.001",
    ".5E2, 50, ABSOLUTE, 50",
    "1e-3r, 0.001, RELATIVE, 0.001r",
    "1e-300, 1e-300, ABSOLUTE, 1e-300",
    "2.5E-7r, 2.5e-7, RELATIVE, 2.5e-7r"
  })
  void parsesAndGivesBack(String text, double value, Unit unit, String back) {
    Penalty penalty = Penalty.parse(text);
    assertEquals(new Penalty(value, unit), penalty);
    assertEquals(back, penalty.toString());
    assertEquals(penalty, Penalty.parse(back));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "r",
        "-1",
        "-1e-9r",
        "NaN",
        "Infinity",
        "1e999",
        "1d",
        "0x1p3",
        "1,5",
        "one",
        "1 0"
      })
  void refusesWhatIsNotAPenalty(String text) {
    InputException error = assertThrows(InputException.class, () -> Penalty.parse(text));
    assertTrue(error.getMessage().endsWith("found '" + text + "'"), error.getMessage());
  }

  @Test
  void minusZeroIsZero() {
    assertEquals(0L, Double.doubleToRawLongBits(new Penalty(-0.0, Unit.RELATIVE).value()));
    assertThrows(InputException.class, () -> new Penalty(Double.NaN, Unit.ABSOLUTE));
  }
}
