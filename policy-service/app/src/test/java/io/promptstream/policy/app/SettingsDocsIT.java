package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.policy.app.propose.RoundConfiguration;
import io.promptstream.policy.app.replay.ReplayConfiguration;
import io.promptstream.policy.app.tasks.TaskCheckConfiguration;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.testsupport.SettingsTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsDocsIT {
    private final Map<String, String> documented = SettingsTable.documented("policy-service/docs/configuration.md");

    @Test
    void thePageListsEverySettingWithItsDefault() {
        Map<String, String> declared = new TreeMap<>(SettingsTable.declared(
                RoundConfiguration.class, ReplayConfiguration.class, TaskCheckConfiguration.class));
        declared.put(PolicyModel.VARIABLE, "required");

        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void noSettingIsTakenForAnUnknownVariable() {
        TreeSet<String> known = new TreeSet<>();
        known.addAll(DeclaredVariables.of(RoundConfiguration.class).names());
        known.addAll(DeclaredVariables.of(ReplayConfiguration.class).names());
        known.addAll(DeclaredVariables.of(TaskCheckConfiguration.class).names());
        known.add(PolicyModel.VARIABLE);

        assertThat(known).isEqualTo(documented.keySet());
    }
}
