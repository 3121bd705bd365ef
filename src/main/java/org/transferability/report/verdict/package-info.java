/**
 * The verdict for each target in words: which source to use, how sure that is, and what limits it.
 *
 * <p>Must not compute scores, and knows nothing about the console or the page that show it.
 * Neighbours: {@code report} ranks the sources, {@code job} prints the verdicts, {@code
 * report.page} shows them.
 */
package org.transferability.report.verdict;
