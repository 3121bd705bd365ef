package org.transferability.job;

import java.util.OptionalDouble;

/** What further targets and penalties of a set cost. */
final class ManyTargets {
  private ManyTargets() {}

  /** A hundred targets against one of them, in the same tables. */
  static BenchResult hundred(BenchCases.Context context, int rows) throws Exception {
    BenchShape shape = BenchShape.wide(rows, 1024).withTargets(100, 1);
    BenchData data = context.data(shape);
    ScoreContender all = new ScoreContender("100 targets", context.local(), data, 200);
    ScoreContender one =
        new ScoreContender("1 target", context.local(), data, 2, "--target-names", "y00000");
    return new Comparison("targets-100", shape, context.options().cores())
        .ours(all)
        .rival(one, OptionalDouble.of(1 / 1.4))
        .run(context.options().repeats());
  }

  /** A thousand targets against one of them, and against nothing but their cross-products. */
  static BenchResult thousand(BenchCases.Context context, int rows) throws Exception {
    BenchShape shape = BenchShape.wide(rows, 256).withTargets(1000, 1);
    BenchData data = context.data(shape);
    int cores = context.options().cores();
    BenchResult result =
        new Comparison("targets-1000", shape, cores)
            .ours(new ScoreContender("1000 targets", context.local(), data, 2000))
            .rival(
                new ScoreContender(
                    "1 target", context.local(), data, 2, "--target-names", "y00000"),
                OptionalDouble.empty())
            .rival(BlasContender.dgemm(rows, 256, 1000, cores), OptionalDouble.empty())
            .run(context.options().repeats());
    double least = result.rivals().stream().mapToDouble(rival -> rival.timed().median()).sum();
    result
        .facts()
        .put("times one target and one dgemm (target: <= 2)", result.ours().median() / least);
    return result;
  }

  /** Ten penalties against one. */
  static BenchResult penalties(BenchCases.Context context, int rows) throws Exception {
    BenchShape shape = BenchShape.wide(rows, 1024);
    BenchData data = context.data(shape);
    return new Comparison("penalties", shape, context.options().cores())
        .ours(
            new ScoreContender(
                "10 penalties",
                context.local(),
                data,
                10,
                "--lambda",
                "0,0.001,0.01,0.1,0.2,0.5,1,2,5,10"))
        .rival(
            new ScoreContender("1 penalty", context.local(), data, 1, "--lambda", "1"),
            OptionalDouble.empty())
        .run(context.options().repeats());
  }
}
