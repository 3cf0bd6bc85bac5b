package io.promptstream.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The registration of a broker that was killed, and so had no time to withdraw it.
 *
 * <p>While the registration holds, Kafka believes the dead broker to lead its partitions. A single node that starts again
 * believes so of itself: it takes up the transactions that it was committing, finds no way to itself as its listener is
 * not open yet, and once the registration has run out takes the partitions for deleted. A transaction is then complete
 * without its markers, and what it wrote is never seen, or blocks its partition for ever.
 */
final class StaleRegistration {

    private static final String CLEAN_SHUTDOWN = ".kafka_cleanshutdown";
    private static final String METADATA_LOG = "__cluster_metadata-0";

    private StaleRegistration() {}

    /** Whether the node with these data has run before and did not end in order. */
    static boolean mayBeIn(Path data) {
        return Files.exists(data.resolve(METADATA_LOG)) && !Files.exists(data.resolve(CLEAN_SHUTDOWN));
    }

    /**
     * Asks the controller to forget the broker.
     *
     * @param controller host and port of the controller's listener
     * @return whether it has no registration of the broker any more; false where it is not at work yet
     * @throws PlatformException if it refuses
     */
    static boolean withdraw(String controller, int broker) {
        try (var admin = Probe.admin(AdminClientConfig.BOOTSTRAP_CONTROLLERS_CONFIG, controller)) {
            admin.unregisterBroker(broker).all().get(Probe.MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            if (e.getCause() instanceof BrokerIdNotRegisteredException) {
                return true;
            }
            throw new PlatformException(
                    "The Kafka controller at " + controller + " does not withdraw the killed broker: " + e.getCause(),
                    e);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
