package io.promptstream.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
    @Retention(RetentionPolicy.RUNTIME)
    @interface ConfigurationProperties {
        String value();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Bindable {
        String defaultValue();
    }

    @ConfigurationProperties("promptstream.task-check")
    record Sample(
            @Bindable(defaultValue = "PT10S") String callTimeout,
            @Bindable(defaultValue = "") String models,
            String folder) {}

    @Test
    void readsTheTableOfAPage() {
        assertThat(SettingsTable.documented(List.of(
                        "| variable | default | meaning |",
                        "|---|---|---|",
                        "| `PROMPTSTREAM_TASK_CHECK_CALL_TIMEOUT` | `PT10S` | such as `PT1M` |",
                        "| `PROMPTSTREAM_TASK_CHECK_FOLDER` | none | a folder |",
                        "| 429 | passes |")))
                .containsOnly(
                        Map.entry("PROMPTSTREAM_TASK_CHECK_CALL_TIMEOUT", "PT10S"),
                        Map.entry("PROMPTSTREAM_TASK_CHECK_FOLDER", "none"));
    }

    @Test
    void readsTheComponentsOfAConfiguration() {
        assertThat(SettingsTable.declared(Sample.class))
                .containsOnly(
                        Map.entry("PROMPTSTREAM_TASK_CHECK_CALL_TIMEOUT", "PT10S"),
                        Map.entry("PROMPTSTREAM_TASK_CHECK_MODELS", "none"),
                        Map.entry("PROMPTSTREAM_TASK_CHECK_FOLDER", "none"));
    }
}
