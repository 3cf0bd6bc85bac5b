package io.promptstream.benchmark.live;

/** What was seen at the beginning and at the end of a measurement. */
public record Looks<T>(T before, T after) {}
