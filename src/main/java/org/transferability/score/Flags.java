package org.transferability.score;

import java.util.EnumSet;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The flags and notes of one score, immutable; {@code digits-lost} carries a number. */
public final class Flags {
  private static final int ALL_DIGITS = 16;
  private static final int DOUBTFUL_DIGITS = 8;
  private static final Pattern DIGITS =
      Pattern.compile(Flag.DIGITS_LOST.label() + "=(1[0-6]|[1-9])(?!\\d)");
  private static final Flags NONE = new Flags(EnumSet.noneOf(Flag.class), 0);

  private final EnumSet<Flag> set;
  private final int digitsLost;

  private Flags(EnumSet<Flag> set, int digitsLost) {
    this.set = set;
    this.digitsLost = digitsLost;
  }

  public static Flags none() {
    return NONE;
  }

  /** Parses the text of {@link #toString}; words that are not flags are ignored. */
  public static Flags parse(String text) {
    Flags flags = NONE;
    for (String word : text.split(";", -1)) {
      Matcher digits = DIGITS.matcher(word);
      if (digits.lookingAt()) {
        flags = flags.withDigitsLost(Integer.parseInt(digits.group(1)));
        continue;
      }
      for (Flag flag : Flag.values()) {
        if (flag != Flag.DIGITS_LOST && flag.label().equals(word.strip())) {
          flags = flags.with(flag);
        }
      }
    }
    return flags;
  }

  /** These flags and one more without a number. */
  public Flags with(Flag flag) {
    if (flag == Flag.DIGITS_LOST) {
      throw new IllegalArgumentException(
          "Cannot set digits-lost: expected the number of digits, found none");
    }
    EnumSet<Flag> more = EnumSet.copyOf(set);
    more.add(flag);
    return new Flags(more, digitsLost);
  }

  /** These flags and {@code digits-lost}, 1 to 16 decimal digits. */
  public Flags withDigitsLost(int digits) {
    if (digits < 1 || digits > ALL_DIGITS) {
      throw new IllegalArgumentException(
          "Cannot set digits-lost: expected 1 to 16 digits, found " + digits);
    }
    EnumSet<Flag> more = EnumSet.copyOf(set);
    more.add(Flag.DIGITS_LOST);
    return new Flags(more, digits);
  }

  public boolean has(Flag flag) {
    return set.contains(flag);
  }

  /** The number of {@code digits-lost}; 0 if that flag is not set. */
  public int digitsLost() {
    return digitsLost;
  }

  /**
   * Whether rounding removed at least half of the score's digits and no second pass has restored
   * them. Such a number must not be shown without its flag.
   */
  public boolean isDoubtful() {
    return digitsLost >= DOUBTFUL_DIGITS;
  }

  /** What to check before ranking on the score, as {@link #toString} without the notes. */
  public String warnings() {
    return text(flag -> !flag.isNote());
  }

  /** What is usual and changes no decision, in the same form. */
  public String notes() {
    return text(Flag::isNote);
  }

  /**
   * Labels of warnings and notes in the enum's order, {@code ;} between them: {@code
   * rank-deficient;digits-lost=9 (7 left)}.
   */
  @Override
  public String toString() {
    return text(flag -> true);
  }

  private String text(Predicate<Flag> wanted) {
    return set.stream()
        .filter(wanted)
        .map(flag -> flag == Flag.DIGITS_LOST ? digits() : flag.label())
        .collect(Collectors.joining(";"));
  }

  private String digits() {
    return "%s=%d (%d left)"
        .formatted(Flag.DIGITS_LOST.label(), digitsLost, ALL_DIGITS - digitsLost);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Flags that && set.equals(that.set) && digitsLost == that.digitsLost;
  }

  @Override
  public int hashCode() {
    return Objects.hash(set, digitsLost);
  }
}
