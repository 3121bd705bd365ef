package org.transferability.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionDef;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionId;
import org.apache.spark.sql.catalyst.expressions.CommonExpressionRef;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.RuntimeReplaceable;
import org.apache.spark.sql.catalyst.expressions.With;
import scala.jdk.javaapi.CollectionConverters;

/**
 * An argument that must be constant, before the optimizer runs. Spark's replacements of nvl,
 * ifnull, nullif and similar functions are applied here.
 */
final class ConstantArgument {
  private ConstantArgument() {}

  /** The same value without expressions that are evaluable only after optimisation. */
  static Expression simplified(Expression argument) {
    return replace(argument, new HashMap<>());
  }

  static boolean isConstant(Expression argument) {
    return simplified(argument).foldable();
  }

  static Object value(Expression argument) {
    return simplified(argument).eval(null);
  }

  private static Expression replace(
      Expression expression, Map<CommonExpressionId, Expression> shared) {
    if (expression instanceof RuntimeReplaceable replaceable) {
      return replace(replaceable.replacement(), shared);
    }
    if (expression instanceof With with) {
      for (CommonExpressionDef def : CollectionConverters.asJava(with.defs())) {
        shared.put(def.id(), replace(def.child(), shared));
      }
      return replace(with.child(), shared);
    }
    if (expression instanceof CommonExpressionRef ref && shared.containsKey(ref.id())) {
      return shared.get(ref.id());
    }
    List<Expression> children = new ArrayList<>();
    for (Expression child : CollectionConverters.asJava(expression.children())) {
      children.add(replace(child, shared));
    }
    return expression.withNewChildren(CollectionConverters.asScala(children).toSeq());
  }
}
