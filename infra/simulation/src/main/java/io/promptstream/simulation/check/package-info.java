/** What holds after every run, whatever happened in it. */
@NullMarked
package io.promptstream.simulation.check;

import org.jspecify.annotations.NullMarked;
