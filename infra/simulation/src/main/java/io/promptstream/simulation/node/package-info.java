/**
 * The services' loops around their cores: each reads, computes and commits what came of it with its offsets, as the apps do
 * on Kafka, and dies where the schedule says so.
 */
@NullMarked
package io.promptstream.simulation.node;

import org.jspecify.annotations.NullMarked;
