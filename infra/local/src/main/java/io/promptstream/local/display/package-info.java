/** What a terminal shows: tables, bars, sparklines, and lines that are drawn over. */
@NullMarked
package io.promptstream.local.display;

import org.jspecify.annotations.NullMarked;
