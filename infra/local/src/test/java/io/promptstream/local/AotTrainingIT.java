package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.SystemSettings;
import org.junit.jupiter.api.Test;

class AotTrainingIT {

    @Test
    void everyCommandThatItGivesSucceeds() throws Exception {
        var samples = SystemSettings.rootFromProperty().resolve("infra/local/src/main/samples");

        assertThat(AotTraining.commandsThatFail(samples.resolve("product-opinions.yaml")))
                .isEmpty();
    }
}
