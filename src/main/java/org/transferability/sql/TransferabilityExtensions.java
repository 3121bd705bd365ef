package org.transferability.sql;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.SparkSessionExtensionsProvider;
import scala.Tuple3;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Registers the SQL functions with a session that starts. Spark finds this class by itself where
 * the jar is on the driver's class path ({@code --jars}), because the jar lists it under {@code
 * META-INF/services}; else {@code
 * spark.sql.extensions=org.transferability.sql.TransferabilityExtensions} names it.
 *
 * <pre>
 *   linear_mse(features, labels, lambda)      linear_mse_of(moments, lambda)
 *   label_mse(predictions, labels, lambda)    label_mse_of(moments, lambda)
 *   gcv(features, labels, lambda)             gcv_of(moments, lambda)
 *   logme(features, labels)                   logme_of(moments)
 *   origin_gcv(features, labels)              origin_gcv_of(moments)
 *   moments(features, labels)                 moments_merge(moments)
 *   cv_mse(features, labels, id, lambda, k), cv_r2(...), cv_pearson(...)
 * </pre>
 *
 * <p>The functions on the left, and moments_merge, are aggregates.
 */
public final class TransferabilityExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit>
    implements SparkSessionExtensionsProvider {
  /** Those that have the functions: Spark warns of a second registration, by both ways above. */
  private static final Set<SparkSessionExtensions> REGISTERED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    if (!REGISTERED.contains(extensions)) {
      for (TransferabilityFunctions.Entry function : TransferabilityFunctions.all()) {
        extensions.injectFunction(new Tuple3<>(function.name(), function.info(), function.make()));
      }
      REGISTERED.add(extensions);
    }
    return BoxedUnit.UNIT;
  }
}
