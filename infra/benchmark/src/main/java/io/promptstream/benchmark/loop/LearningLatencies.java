package io.promptstream.benchmark.loop;

/**
 * How soon the loop uses what it learns.
 *
 * @param whole from the last reward of a round to the first proposal by a version that has learned it
 * @param result from the last reward to the round's result
 * @param version from the result to the version that has learned it
 * @param proposal from the version to the first proposal by it
 */
record LearningLatencies(Latencies whole, Latencies result, Latencies version, Latencies proposal) {}
