package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.SystemState.GroupState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the system's consumer groups have yet to read. */
final class GroupLags {
    private final Admin admin;
    private final String prefix;

    /** @param prefix of the groups' names */
    GroupLags(Admin admin, String prefix) {
        this.admin = admin;
        this.prefix = prefix;
    }

    /** @param ends of the partitions that count; groups that read others only are left out */
    List<GroupState> look(Map<TopicPartition, Long> ends) throws ExecutionException, InterruptedException {
        List<String> groups = admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                .map(GroupListing::groupId)
                .filter(group -> group.startsWith(prefix))
                .toList();
        if (groups.isEmpty()) {
            return List.of();
        }
        Map<String, ConsumerGroupDescription> described =
                admin.describeConsumerGroups(groups).all().get();
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = admin.listConsumerGroupOffsets(groups.stream()
                        .collect(Collectors.toMap(Function.identity(), ignored -> new ListConsumerGroupOffsetsSpec())))
                .all()
                .get();
        List<GroupState> states = new ArrayList<>();
        committed.forEach(
                (group, offsets) -> states.addAll(states(Objects.requireNonNull(described.get(group)), offsets, ends)));
        states.sort(Comparator.comparing(GroupState::group).thenComparing(GroupState::topic));
        return states;
    }

    private static Collection<GroupState> states(
            ConsumerGroupDescription group,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            Map<TopicPartition, Long> ends) {
        Map<String, Long> lags = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            Long end = ends.get(partition);
            // A partition of which nothing was committed has no offset.
            if (end != null && offset != null) {
                lags.merge(partition.topic(), Math.max(0, end - offset.offset()), Long::sum);
            }
        });
        Map<String, GroupState> states = new TreeMap<>();
        lags.forEach((topic, lag) -> states.put(
                topic,
                new GroupState(
                        group.groupId(),
                        topic,
                        lag,
                        group.members().size(),
                        group.groupState().name())));
        return states.values();
    }
}
