package io.promptstream.kafka;

import java.util.Map;

/**
 * What the clients of one process have in common.
 *
 * @param properties settings that every client takes: brokers, security
 * @param prefix what the names of groups and transactional ids begin with, as those of topics do
 * @param service name of the service
 * @param instance name of the process, which no other one of the service has
 */
public record ClientSettings(Map<String, Object> properties, String prefix, String service, String instance) {
    public ClientSettings {
        properties = Map.copyOf(properties);
    }
}
