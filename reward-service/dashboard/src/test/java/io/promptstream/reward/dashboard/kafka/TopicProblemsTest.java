package io.promptstream.reward.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class TopicProblemsTest {
    private static final Node ONE = new Node(1, "one", 9092);
    private static final Node TWO = new Node(2, "two", 9092);

    private final Topic queries = new TopicCatalogue("test.", 2).queries();

    @Test
    void findsNothingAmissWithATopicThatIsAsDeclared() {
        assertThat(problems(partition(0, ONE, ONE, TWO), partition(1, TWO, ONE, TWO)))
                .isEqualTo(new TopicProblems(false, List.of()));
    }

    @Test
    void isDownWhereAPartitionHasNoLeader() {
        assertThat(problems(partition(0, ONE, ONE, TWO), partition(1, Node.noNode(), ONE, TWO)))
                .isEqualTo(new TopicProblems(true, List.of("no leader for partitions [1]")));
    }

    @Test
    void worksWithFewerReplicas() {
        assertThat(problems(partition(0, ONE, ONE), partition(1, TWO, ONE, TWO)))
                .isEqualTo(new TopicProblems(false, List.of("replicas out of step on partitions [0]")));
    }

    @Test
    void tellsOfAnotherNumberOfPartitions() {
        assertThat(problems(partition(0, ONE, ONE, TWO)))
                .isEqualTo(new TopicProblems(false, List.of("has 1 partitions, not 2")));
    }

    @Test
    void tellsOfDeadLettersThatHaveNoTopic() {
        assertThat(problems(partition(0, ONE, ONE, TWO), partition(1, TWO, ONE, TWO))
                        .and("dead letters:", TopicProblems.of(queries, null)))
                .isEqualTo(new TopicProblems(
                        true, List.of("dead letters: is missing: a service makes it when it starts")));
    }

    private TopicProblems problems(TopicPartitionInfo... partitions) {
        return TopicProblems.of(queries, new TopicDescription(queries.name(), false, List.of(partitions)));
    }

    private static TopicPartitionInfo partition(int number, Node leader, Node... inStep) {
        return new TopicPartitionInfo(number, leader, List.of(ONE, TWO), List.of(inStep));
    }
}
