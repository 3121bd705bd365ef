package org.transferability.score;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.transferability.linear.PureJavaLoader;

/** Runs the tests of the numbers once more on netlib's pure Java, up to the scores. */
final class PureJavaTest {
  private static final String[] TESTS = {
    "linear.SymmetricMatrixTest",
    "linear.CholeskyTest",
    "linear.SymmetricEigenTest",
    "accumulate.MomentsAccumulatorTest",
    "solve.RidgeSolverGoldenTest",
    "solve.RidgeSolverTest",
    "score.RegularisedMseTest",
    "score.GoldenEstimatorsTest"
  };

  @TestFactory
  Stream<DynamicTest> numbersInPureJava() throws ReflectiveOperationException {
    ClassLoader loader = PureJavaLoader.bound();
    return Stream.of(TESTS).flatMap(test -> testsOf(loader, "org.transferability." + test));
  }

  private static Stream<DynamicTest> testsOf(ClassLoader loader, String name) {
    try {
      Class<?> test = loader.loadClass(name);
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object instance = constructor.newInstance();
      return Stream.of(test.getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .map(
              method ->
                  DynamicTest.dynamicTest(
                      test.getSimpleName() + "." + method.getName(), () -> run(instance, method)));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  private static void run(Object test, Method method) throws Throwable {
    method.setAccessible(true);
    try {
      method.invoke(test);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
