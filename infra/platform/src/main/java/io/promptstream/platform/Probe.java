package io.promptstream.platform;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asking a node that may not answer yet, without waiting for long. */
final class Probe {

    /** Most time for one question, in milliseconds. */
    static final int MILLIS = 2_000;

    private Probe() {}

    /**
     * A client that gives up after {@link #MILLIS}.
     *
     * @param addressSetting whether the address is a broker's or a controller's: the name of Kafka's setting for it
     * @param address host and port
     */
    static Admin admin(String addressSetting, String address) {
        return Admin.create(Map.of(
                addressSetting,
                address,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                MILLIS));
    }
}
