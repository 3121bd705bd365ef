package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-1,-1",
    "+1.5,1.5",
    ".5,0.5",
    "5.,5",
    "1e3,1000",
    "1E-3,0.001",
    "-2.5e+02,-250",
    "1e-400,0",
    "inf,Infinity",
    "-Inf,-Infinity",
    "+INF,Infinity",
    "Infinity,Infinity",
    "-infinity,-Infinity",
    "True,1",
    "FALSE,0"
  })
  void numbersAsProgramsWriteThem(String text, double value) {
    assertTrue(NumberText.isNumber(text, '.'));
    assertEquals(value, NumberText.parse(text, '.'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d", "1f", "1.5D", "1e3F", "0x10", "0x1p3", "1_000", "1,5", "1 5", "e3", "1e", "1e+", ".",
        "-", "+-1", "--1", "1.2.3", "1%", "$1", "\u0661", "\u22121", "1\u00a0", "infin", "yes", "T"
      })
  void otherTextIsNoNumber(String text) {
    assertFalse(NumberText.isNumber(text, '.'));
    assertFalse(NumberText.isMissing(text));
    assertThrows(NumberFormatException.class, () -> NumberText.parse(text, '.'));
  }

  @Test
  void numbersBeyondTheRangeOfADoubleAreRefused() {
    for (String text : new String[] {"1e400", "-1e309", "1.8e308", "1" + "0".repeat(309)}) {
      assertTrue(NumberText.isNumber(text, '.'));
      NumberFormatException error =
          assertThrows(NumberFormatException.class, () -> NumberText.parse(text, '.'));
      assertEquals("a number within the range of a double", error.getMessage());
    }
    assertEquals(Double.MAX_VALUE, NumberText.parse("1.7976931348623157e308", '.'));
  }

  @Test
  void decimalCommas() {
    assertEquals(-1.5, NumberText.parse("-1,5", ','));
    assertEquals(1500, NumberText.parse("1,5e3", ','));
    assertEquals(15, NumberText.parse("15", ','));
    assertFalse(NumberText.isNumber("1.5", ','));
    assertFalse(NumberText.isNumber("1.234,5", ','));
    assertFalse(NumberText.isNumber("1,234,5", ','));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "NA", "N/A", "nan", "NaN", "NAN", "-nan", "-NaN", "null", "NULL", "None", "<NA>", "#N/A"
      })
  void missingAsPandasReadsIt(String text) {
    assertTrue(NumberText.isMissing(text));
    assertFalse(NumberText.isNumber(text, '.'));
    assertEquals(Double.NaN, NumberText.parse(text, '.'));
  }

  /** BigDecimal takes the shortest digits of any double back to it. */
  @Test
  void everyDoubleComesBack() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(value, NumberText.parse(Double.toString(value), '.'));
        String exact = new BigDecimal(value).toPlainString();
        assertEquals(value, NumberText.parse(exact, '.'));
      }
    }
  }
}
