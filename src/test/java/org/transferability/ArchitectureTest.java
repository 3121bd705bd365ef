package org.transferability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of {@link Architecture} hold for the code, and every one of them is broken by the
 * packages under {@code fixture}, which shows that it can fail.
 */
final class ArchitectureTest {
  private static final String ROOT = "org.transferability";

  /** More and a package has no one purpose. */
  private static final int MOST_CLASSES = 25;

  private static final String WRONG = ROOT + ".fixture";

  @TestFactory
  List<DynamicTest> theCodeKeepsEveryRule() {
    JavaClasses code =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
            .importPackages(ROOT);
    return each(new Architecture(ROOT, MOST_CLASSES).rules(), rule -> rule.check(code));
  }

  @TestFactory
  List<DynamicTest> theFixtureBreaksEveryRule() {
    JavaClasses wrong = new ClassFileImporter().importPackages(WRONG);
    return each(
        new Architecture(WRONG, 0).rules(),
        rule -> assertTrue(rule.evaluate(wrong).hasViolation(), "no violation found"));
  }

  @Test
  void aCycleBetweenAPackageAndItsSubPackageIsFound() {
    JavaClasses cycle =
        new ClassFileImporter()
            .withImportOption(location -> !location.contains("/score/"))
            .importPackages(WRONG);
    assertTrue(new Architecture(WRONG, 0).packagesHaveNoCycles().evaluate(cycle).hasViolation());
  }

  @Test
  void everyPackageHasADescription() throws IOException {
    assertEquals(List.of(), Architecture.undescribedPackages(Path.of("src/main/java")));
  }

  @Test
  void aPackageWithoutDescriptionIsFound() throws IOException {
    Path fixture = Path.of("src/test/java/org/transferability/fixture");
    assertEquals(List.of(fixture.resolve("unlisted")), Architecture.undescribedPackages(fixture));
  }

  private interface Check {
    void run(ArchRule rule);
  }

  private static List<DynamicTest> each(List<ArchRule> rules, Check check) {
    return rules.stream()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> check.run(rule)))
        .toList();
  }
}
