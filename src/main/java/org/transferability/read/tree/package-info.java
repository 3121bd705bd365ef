/**
 * Lists {@code source=NAME/dataset=NAME} and {@code dataset=NAME} trees of Parquet files on any
 * Hadoop file system.
 *
 * <p>Reads no file. Neighbours: {@code run.plan} selects what a study scores, {@code job} validates
 * trees.
 */
package org.transferability.read.tree;
