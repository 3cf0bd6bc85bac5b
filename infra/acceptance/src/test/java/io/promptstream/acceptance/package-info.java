/** The whole system, run as users run it: every part a process of its own. */
@NullMarked
package io.promptstream.acceptance;

import org.jspecify.annotations.NullMarked;
