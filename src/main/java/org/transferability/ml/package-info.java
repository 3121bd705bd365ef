/**
 * The scores in MLlib's terms: an estimator whose model predicts and scores, and an evaluator of
 * features, for pipelines, cross-validators and their Params.
 *
 * <p>Rows become moments through {@code sql}; what is fitted and scored is that of {@code solve}
 * and {@code score}. No job is known here.
 */
package org.transferability.ml;
