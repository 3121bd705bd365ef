package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.study.InputException;

final class NamePatternTest {
  @Test
  void namesComeFromFoldersAndFiles() {
    NamePattern folders = NamePattern.parse("{source}/{dataset}/part-*.npy");
    assertEquals(
        Optional.of(Map.of("source", "vit.b", "dataset", "cub")),
        folders.match("vit.b/cub/part-3.npy"));
    assertEquals(Optional.empty(), folders.match("vit.b/cub/more/part-3.npy"));
    assertEquals(Optional.empty(), folders.match("vit.b/cub/part-3.npyx"));
  }

  @Test
  void theFirstNameIsAsLongAsPossible() {
    NamePattern pattern = NamePattern.parse("{dataset}.{source}.npy");
    assertEquals(
        Optional.of(Map.of("dataset", "imagenet.v2", "source", "resnet50")),
        pattern.match("imagenet.v2.resnet50.npy"));
  }

  @Test
  void twoStarsAreAnyFolders() {
    NamePattern pattern = NamePattern.parse("**/{source}.csv#f*,g");
    assertEquals(Optional.of(Map.of("source", "a")), pattern.match("a.csv"));
    assertEquals(Optional.of(Map.of("source", "a")), pattern.match("x/y/a.csv"));
    assertEquals("f*,g", pattern.member());
  }

  @Test
  void charactersOfRegularExpressionsAreLiteral() {
    assertEquals(Optional.of(Map.of()), NamePattern.parse("a(1)+.[x].npy").match("a(1)+.[x].npy"));
    assertEquals(Optional.empty(), NamePattern.parse("a.npy").match("axnpy"));
  }

  @Test
  void aSourceBeforeAndAfterTheHashIsComposed() {
    NamePattern pattern = NamePattern.parse("{source}.{dataset}.npz#{source}");
    Map<String, String> path = pattern.match("vit.b.cub.npz").orElseThrow();
    assertEquals(
        Optional.of(Map.of("source", "vit.b-block6", "dataset", "cub")),
        pattern.matchMember(path, "block6"));
    NamePattern fixed = NamePattern.parse("{source=vit}v.npz#block{source}");
    assertEquals(
        Optional.of(Map.of("source", "vit-6")),
        fixed.matchMember(fixed.match("v.npz").orElseThrow(), "block6"));
    assertEquals(Optional.empty(), fixed.matchMember(Map.of(), "head"));
    assertThrows(InputException.class, () -> NamePattern.parse("{dataset}.npz#{dataset}"));
  }

  @Test
  void anUnknownPlaceholderIsAMistake() {
    assertThrows(InputException.class, () -> NamePattern.parse("{model}.npy"));
    assertThrows(InputException.class, () -> NamePattern.parse("{source.npy"));
    assertThrows(InputException.class, () -> NamePattern.parse(""));
    assertThrows(InputException.class, () -> NamePattern.parse("a.npz#"));
  }
}
