package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.testsupport.SettingsTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsDocsIT {
    private final Map<String, String> documented = SettingsTable.documented("reward-service/docs/configuration.md");

    @Test
    void thePageListsEverySettingWithItsDefault() {
        Map<String, String> declared = new TreeMap<>(SettingsTable.declared(
                RewardConfiguration.class, RescoringConfiguration.class, DashboardConfiguration.class));

        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void noSettingIsTakenForAnUnknownVariable() {
        TreeSet<String> known = new TreeSet<>();
        known.addAll(DeclaredVariables.of(RewardConfiguration.class).names());
        known.addAll(DeclaredVariables.of(RescoringConfiguration.class).names());
        known.addAll(DeclaredVariables.of(DashboardConfiguration.class).names());

        assertThat(known).isEqualTo(documented.keySet());
    }
}
