package io.promptstream.benchmark.loop;

import io.promptstream.benchmark.live.Processes;
import io.promptstream.benchmark.live.ThreadTimes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the processes and the broker have counted at one moment.
 *
 * @param processor time, by the process's name
 * @param threads the same by the process's threads
 * @param records that came through so far
 */
record Moment(
        long nanos,
        Map<String, Duration> processor,
        Map<String, ThreadTimes> threads,
        BrokerCounters broker,
        long records) {

    static Moment now(Processes processes, BrokerMeters broker, long records) {
        Map<String, Duration> processor = new LinkedHashMap<>();
        Map<String, ThreadTimes> threads = new LinkedHashMap<>();
        processes.pids().forEach((name, pid) -> {
            processor.put(name, Processes.processorTime(pid));
            threads.put(name, ThreadTimes.of(pid));
        });
        return new Moment(System.nanoTime(), processor, threads, broker.read(), records);
    }
}
