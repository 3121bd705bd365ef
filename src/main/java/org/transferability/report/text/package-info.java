/**
 * Lays out text for a terminal: width, colours, tables, progress.
 *
 * <p>Must not depend on scores. Neighbours: {@code report} and {@code report.evaluation}.
 */
package org.transferability.report.text;
