package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.system.ServiceInstance;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final TopicCatalogue TOPICS = TopicCatalogue.withDefaults();
    private static final List<ServiceInstance> SERVICES = Arrays.stream(ServiceKind.values())
            .flatMap(kind -> Stream.of(ServiceInstance.first(kind), new ServiceInstance(kind, 2)))
            .toList();
    private static final FaultSettings SETTINGS =
            new FaultSettings(7, 30, 2, 3, Duration.ofSeconds(1), 4, 5, FaultSettings.EXACTLY_ONCE, ".*");

    @Test
    void holdsEveryKindOfFaultAsOftenAsItIsAskedTo() {
        // When
        var faults = faults(7);

        // Then
        for (var service : SERVICES) {
            assertThat(faults)
                    .filteredOn(new Fault.KillService(service)::equals)
                    .hasSize(30);
            assertThat(faults).filteredOn(new Fault.WipeState(service)::equals).hasSize(5);
        }
        assertThat(faults).filteredOn(new Fault.RestartBroker(true)::equals).hasSize(2);
        assertThat(faults).filteredOn(new Fault.RestartBroker(false)::equals).hasSize(2);
        assertThat(faults).filteredOn(Fault.RegistryAway.class::isInstance).hasSize(3);
        assertThat(faults)
                .filteredOn(new Fault.DuplicateRecords(TOPICS.rewards())::equals)
                .hasSize(4);
        assertThat(faults)
                .filteredOn(new Fault.ReorderRecords(TOPICS.roundResults())::equals)
                .hasSize(4);
    }

    @Test
    void equalSeedsGiveEqualPlans() {
        assertThat(faults(1)).isEqualTo(faults(1)).isNotEqualTo(faults(2));
    }

    @Test
    void switchesExactlyOnceOffByTheEnvironmentOfTheServices() {
        assertThat(SETTINGS.environment()).isEmpty();
        assertThat(SETTINGS.withGuarantee(FaultSettings.AT_LEAST_ONCE).environment())
                .containsEntry("PROMPTSTREAM_REWARD_GUARANTEE", "at_least_once");
        assertThatThrownBy(() -> SETTINGS.withGuarantee("sometimes"))
                .hasMessageContaining("promptstream.faults.guarantee is sometimes: write exactly_once_v2");
    }

    private static List<Fault> faults(long seed) {
        return FaultPlan.of(SETTINGS, TOPICS, SERVICES, new Random(seed)).runs().stream()
                .flatMap(run -> run.faults().stream())
                .toList();
    }
}
