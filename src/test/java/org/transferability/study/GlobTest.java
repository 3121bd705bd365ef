package org.transferability.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "* anything",
        "* ''",
        "abc abc",
        "a* a",
        "a*c abbc",
        "*b*d* abcd",
        "a**c ac",
        "?? ab",
        "? é",
        "? 😀",
        "*😀? x😀y",
        "[abc]x bx",
        "[a-c]x cx",
        "[!a-c]x dx",
        "[]]x ]x",
        "[!]]x ax",
        "[a-]x -x",
        "[a*]x *x",
        "\\*x *x",
        "\\[a [a",
        "a.b a.b",
        "(a|b)+ (a|b)+",
        "^a$ ^a$",
        "*a aba",
        "v*_[0-9]* vit_b_16",
        "] ]",
        "a/b* a/b/c"
      })
  void matches(String pattern, String name) {
    assertTrue(new Glob(pattern).matches(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc abcd",
        "abc ab",
        "abc Abc",
        "? ''",
        "? ab",
        "a*c ab",
        "[abc]x dx",
        "[a-c]x -x",
        "[!a-c]x ax",
        "[!]]x ]x",
        "\\*x ax",
        "a.b axb",
        ".* a",
        "(a|b) a",
        "a ''"
      })
  void doesNotMatch(String pattern, String name) {
    assertFalse(new Glob(pattern).matches(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a[", "a[]", "[!]", "[abc", "a\\"})
  void refusesBrokenPatterns(String pattern) {
    assertThrows(InputException.class, () -> new Glob(pattern));
  }

  @Test
  void manyStarsDoNotBlowUp() {
    Glob glob = new Glob("*a".repeat(200) + "b");
    String name = "a".repeat(20_000);
    assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(10), () -> glob.matches(name)));
  }

  @Test
  void lists() {
    List<Glob> globs = Glob.parseList("a*, b ,c");
    assertEquals("[a*, b, c]", globs.toString());
    assertTrue(Glob.anyMatches(globs, "b"));
    assertFalse(Glob.anyMatches(globs, "d"));
    assertTrue(Glob.anyMatches(List.of(), "d"));
    assertEquals(List.of(new Glob("c")), Glob.unmatched(globs, List.of("ab", "b")));
    assertThrows(InputException.class, () -> Glob.parseList("a,,b"));
    assertThrows(InputException.class, () -> Glob.parseList(""));
  }
}
