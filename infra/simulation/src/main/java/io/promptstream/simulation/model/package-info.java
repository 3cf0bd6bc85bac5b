/** A task model small enough to run thousands of times a second, of which equal calls give equal results. */
@NullMarked
package io.promptstream.simulation.model;

import org.jspecify.annotations.NullMarked;
