/** Schedules: what happens in a simulated run, step by step; where they come from, and how a failing one is shortened. */
@NullMarked
package io.promptstream.simulation.schedule;

import org.jspecify.annotations.NullMarked;
