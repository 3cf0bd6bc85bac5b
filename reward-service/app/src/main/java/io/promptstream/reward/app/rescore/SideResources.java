package io.promptstream.reward.app.rescore;

import io.promptstream.schemas.topic.TopicAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates and deletes what a rescoring has of its own: topics, consumer groups, local state. */
final class SideResources implements AutoCloseable {
    private final Admin admin;
    private final short replicationFactor;
    private final Path stateDir;

    /**
     * @param admin closed with this object
     * @param stateDir of all rescorings
     */
    SideResources(Admin admin, short replicationFactor, Path stateDir) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
        this.stateDir = stateDir;
    }

    void create(SideNames names) {
        new TopicAdmin(admin).ensure(List.of(names.recording(), names.results()), replicationFactor);
    }

    /** The side stream's committed offset in the recording; 0 before the first commit. */
    long processed(SideNames names) {
        TopicPartition recording = new TopicPartition(names.recording().name(), 0);
        OffsetAndMetadata offset = await(admin.listConsumerGroupOffsets(
                                names.applicationId(), new ListConsumerGroupOffsetsOptions().requireStable(true))
                        .partitionsToOffsetAndMetadata())
                .get(recording);
        return offset == null ? 0 : offset.offset();
    }

    /**
     * Deletes everything but the results. The groups go first: as long as an internal topic is left, not all was deleted.
     *
     * @return false while a group still has members; ask again
     */
    boolean deleteInternal(SideNames names) {
        return delete(names, false);
    }

    /** As {@link #deleteInternal}, with the results. */
    boolean deleteAll(SideNames names) {
        return delete(names, true);
    }

    private boolean delete(SideNames names, boolean results) {
        for (String group : List.of(names.applicationId(), names.recorderGroup())) {
            try {
                await(admin.deleteConsumerGroups(List.of(group)).all());
            } catch (GroupIdNotFoundException e) {
                // It was never there, or is deleted already.
            } catch (GroupNotEmptyException e) {
                return false;
            }
        }
        Set<String> topics = await(admin.listTopics().names());
        List<String> doomed = new ArrayList<>(topics.stream()
                .filter(topic -> topic.startsWith(names.internalPrefix()))
                .toList());
        if (results && topics.contains(names.results().name())) {
            doomed.add(names.results().name());
        }
        try {
            await(admin.deleteTopics(doomed).all());
        } catch (UnknownTopicOrPartitionException e) {
            // Somebody else was faster.
        }
        deleteState(names);
        return true;
    }

    boolean hasRecording(SideNames names) {
        return await(admin.listTopics().names()).contains(names.recording().name());
    }

    /** Whether an internal topic or local state is left. */
    boolean leftovers(SideNames names) {
        return Files.exists(stateDir.resolve(names.applicationId()))
                || await(admin.listTopics().names()).stream()
                        .anyMatch(topic -> topic.startsWith(names.internalPrefix()));
    }

    /** The changelogs have all of it. */
    void deleteState(SideNames names) {
        deleteRecursively(stateDir.resolve(names.applicationId()));
    }

    /** Deletes what earlier runs have left, perhaps of rescorings that another instance has now; nothing may be at work. */
    void deleteState() {
        deleteRecursively(stateDir);
    }

    private static void deleteRecursively(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get();
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
