/**
 * What all command lines share: exit codes, interruption, sessions, messages about options.
 *
 * <p>Knows no command. Neighbours: {@code job}.
 */
package org.transferability.job.cli;
