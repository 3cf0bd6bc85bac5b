package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.Events;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.MetricsTable;

/** What the service says on {@code /prometheus}. */
record Scrape(String metrics, TopicCatalogue topics) {

    /** After 1,000 pieces of garbage on each topic, and rounds that were complete. */
    void assertComplete(int rounds) {
        assertThat(metrics)
                .contains(
                        "promptstream_dead_letters_total{reason=\"unreadable\",topic=\"%s\"} 1000.0"
                                .formatted(topics.feedback().name()),
                        "promptstream_rounds_closed_total{closing=\"complete\",task=\"%s\"} %d.0"
                                .formatted(Events.TASK, rounds))
                .containsPattern("kafka_stream_task_dropped_records_total\\{.*task_id=\"\\d_\\d\".*thread_id=\"\\S+\"")
                .containsPattern("kafka_consumer_\\w+\\{.*client_id=\"\\S+-StreamThread-1-consumer\"")
                .containsPattern("kafka_consumer_\\w+\\{.*client_id=\"reward-service-only-\\S+-1\"");
        assertThat(MetricsTable.in(metrics)).isEqualTo(MetricsTable.read().of("reward"));
    }
}
