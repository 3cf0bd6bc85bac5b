package io.promptstream.kafka;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes clients for topics as a whole: without a group, and without transactions. */
public interface TopicClients {
    /**
     * A consumer for reading assigned partitions from any offset; it sees committed records only.
     *
     * @param overrides further settings, such as bounds on what it fetches
     */
    Consumer<String, byte[]> reader(Map<String, Object> overrides);

    /**
     * A consumer for reading to an end and closing then. Closing waits for the broker's answer to the last fetch, which
     * half a second may pass before where nothing is written.
     */
    Consumer<String, byte[]> briefReader();

    Admin admin();
}
