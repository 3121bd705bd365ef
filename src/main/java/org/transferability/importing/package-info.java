/**
 * Converts files of other tools to the layout that {@code read} reads: assigns files to tables, and
 * writes the tables.
 *
 * <p>Must not depend on moments or scores, and does not start Spark. Neighbours: {@code
 * importing.source} reads the files, {@code job} selects what is imported.
 */
package org.transferability.importing;
