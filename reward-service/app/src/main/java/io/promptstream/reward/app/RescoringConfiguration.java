package io.promptstream.reward.app;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.promptstream.reward.app.rescore.RescorerParts;
import io.promptstream.service.Settings;

/**
 * How much of this process rescorings may take, by environment variables {@code PROMPTSTREAM_REWARD_RESCORE_*}.
 *
 * @param recordsPerSecond most records that a rescoring reads in a second; an order may ask for fewer
 * @param atOnce most rescorings at work at the same time; the others wait
 * @param cacheBytes memory of RocksDB's cache of one rescoring
 */
@ConfigurationProperties("promptstream.reward.rescore")
public record RescoringConfiguration(
        @Bindable(defaultValue = "5000") int recordsPerSecond,
        @Bindable(defaultValue = "1") int atOnce,
        @Bindable(defaultValue = "8388608") long cacheBytes) {

    public RescoringConfiguration {
        require(recordsPerSecond > 0, "RECORDS_PER_SECOND", recordsPerSecond, "a number from 1");
        require(atOnce > 0, "AT_ONCE", atOnce, "a number from 1");
        require(cacheBytes >= 0, "CACHE_BYTES", cacheBytes, "a number from 0");
    }

    RescorerParts.Limits limits() {
        return new RescorerParts.Limits(recordsPerSecond, atOnce, cacheBytes);
    }

    private static void require(boolean holds, String name, Object value, String instead) {
        Settings.require(holds, "PROMPTSTREAM_REWARD_RESCORE_" + name, value, instead);
    }
}
