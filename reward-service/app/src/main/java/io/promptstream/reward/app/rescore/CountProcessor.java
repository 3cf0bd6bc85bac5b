package io.promptstream.reward.app.rescore;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts what passes, in the transaction in which it passes, so that no restart counts anything twice. */
final class CountProcessor<T> implements Processor<String, T, String, T> {
    private final String name;
    private ProcessorContext<String, T> context;
    private KeyValueStore<String, Long> counts;

    /**
     * @param name key of the count
     */
    @SuppressWarnings("NullAway.Init") // init comes before everything else
    CountProcessor(String name) {
        this.name = name;
    }

    @Override
    public void init(ProcessorContext<String, T> context) {
        this.context = context;
        this.counts = context.getStateStore(RescoringTopology.COUNTS_STORE);
    }

    @Override
    public void process(Record<String, T> record) {
        Long before = counts.get(name);
        counts.put(name, before == null ? 1 : before + 1);
        context.forward(record);
    }
}
