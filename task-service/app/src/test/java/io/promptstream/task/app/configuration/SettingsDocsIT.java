package io.promptstream.task.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.service.DeclaredVariables;
import io.promptstream.testsupport.SettingsTable;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SettingsDocsIT {
    private final Map<String, String> documented = SettingsTable.documented("task-service/docs/configuration.md");

    @Test
    void thePageListsEverySettingWithItsDefault() {
        Map<String, String> declared = new TreeMap<>(SettingsTable.declared(TaskServiceConfiguration.class));

        assertThat(documented).isEqualTo(declared);
    }

    @Test
    void noSettingIsTakenForAnUnknownVariable() {
        TreeSet<String> known = new TreeSet<>();
        known.addAll(DeclaredVariables.of(TaskServiceConfiguration.class).names());

        assertThat(known).isEqualTo(documented.keySet());
    }
}
