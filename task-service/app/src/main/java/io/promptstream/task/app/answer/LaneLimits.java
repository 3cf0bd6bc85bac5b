package io.promptstream.task.app.answer;

/**
 * How much a lane takes.
 *
 * @param records that wait
 * @param bytes of what waits and of what is in flight, uncompressed
 */
record LaneLimits(int records, long bytes) {}
