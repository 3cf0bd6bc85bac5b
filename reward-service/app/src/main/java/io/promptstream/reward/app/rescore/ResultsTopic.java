package io.promptstream.reward.app.rescore;

import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicAdmin;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes the topics that rescorings write. */
final class ResultsTopic implements AutoCloseable {
    private final Admin admin;
    private final short replicationFactor;

    /** Asks through an admin client that is closed with this object. */
    ResultsTopic(Admin admin, short replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    /** Creates the topic, without what it may have had. */
    void begin(Topic topic) {
        delete(topic);
        ensure(topic);
    }

    /** Creates the topic, unless it is there. */
    void ensure(Topic topic) {
        new TopicAdmin(admin).ensure(List.of(topic), replicationFactor);
    }

    /** Deletes the topic, if it is there. */
    void delete(Topic topic) {
        try {
            await(admin.deleteTopics(List.of(topic.name())).all());
        } catch (UnknownTopicOrPartitionException e) {
            // It was never there, or is deleted already.
        }
    }

    private static void await(KafkaFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while waiting for the broker", e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
