/**
 * The command line: {@code headwater serve}, {@code verify} and {@code dump}, and {@code train} for
 * the launcher.
 *
 * <p>Start with {@link HeadwaterCli}, the program's main class.
 */
@NullMarked
package io.headwater.api.cli;

import org.jspecify.annotations.NullMarked;
