package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SampleSizeTest {
  @ParameterizedTest
  @CsvSource({"0.01,0.01", "1%,0.01", "1e-2,0.01", "12.5 %,0.125", "1,1", "100%,1", ".5,0.5"})
  void sharesOfTheRows(String text, double share) {
    SampleSize size = SampleSize.parse(text);
    assertEquals(share, size.shareOf(1_000_000));
    assertEquals(share, size.shareOf(3));
    assertEquals(share == 1, size.isAll());
  }

  @Test
  void numbersOfRows() {
    SampleSize size = SampleSize.parse("20000");
    assertEquals(0.01, size.shareOf(2_000_000));
    assertEquals(1, size.shareOf(20_000));
    assertEquals(1, size.shareOf(7));
    assertFalse(size.isAll());
    assertEquals(0.5, SampleSize.parse("2").shareOf(4));
    assertEquals("20000", size.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "0.0",
        "-0.1",
        "-5",
        "1.0000001",
        "2.5",
        "1e3",
        "101%",
        "0%",
        "abc",
        "",
        "%",
        "nan",
        "inf",
        "0x10",
        "1,000",
        "20 000",
        "99999999999999999999",
        "5%%",
        "1e-400"
      })
  void othersAreRefused(String text) {
    InputException error = assertThrows(InputException.class, () -> SampleSize.parse(text));
    assertTrue(error.getMessage().contains("found '" + text + "'"), error.getMessage());
  }
}
