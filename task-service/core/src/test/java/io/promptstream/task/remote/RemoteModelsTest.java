package io.promptstream.task.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import java.net.http.HttpClient;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteModelsTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeTime time = new FakeTime(Events.NOW);
    private final RemoteModels models = new RemoteModels(
            RemoteModelFixture.SETTINGS, http, name -> null, time, time, time, new SplittableRandom(1));

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void sharesByEndpointAndModel() {
        // When
        connect("http://one/v1");
        connect("http://one/v1/");
        connect("http://two/v1");

        // Then
        assertThat(models.kept()).as("two pauses, two limits").isEqualTo(4);
    }

    @Test
    void forgetsEndpointsThatNobodyConnectsToAnyMore() {
        // Given
        connect("http://one/v1");
        connect("http://two/v1");

        // When
        time.pass(RemoteModels.UNUSED);
        connect("http://two/v1");
        time.pass(RemoteModelFixture.SETTINGS.batchTimeout());

        // Then
        assertThat(models.kept()).as("one pause, one limit").isEqualTo(2);
    }

    private void connect(String url) {
        models.connect(RemoteModelDefinition.of(Events.remote(url, null)));
    }
}
