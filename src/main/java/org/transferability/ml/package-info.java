/**
 * MLlib classes for the scores: an estimator whose model predicts and scores, and an evaluator of
 * features, for pipelines, cross-validators and their Params.
 *
 * <p>{@code sql} aggregates rows to moments; {@code solve} and {@code score} fit and score them.
 * Must not depend on jobs.
 */
package org.transferability.ml;
