package io.promptstream.benchmark.loop;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Reads the JMX beans of a broker on this machine, which needs no settings for it. */
final class BrokerMeters implements AutoCloseable {
    private static final String BYTES = "kafka.server:type=BrokerTopicMetrics,name=BytesInPerSec,topic=*";
    private static final String REQUESTS = "kafka.network:type=RequestMetrics,name=RequestsPerSec,request=*,version=*";

    /** Kinds of {@code Fetch}. */
    private static final Set<String> COUNTED_TWICE = Set.of("FetchConsumer", "FetchFollower");

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private BrokerMeters(JMXConnector connector) throws IOException {
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    /** Has the process of that id open its beans to this user. */
    @SuppressWarnings("BanJNDI") // a process of this machine and user, which gives the address itself
    static BrokerMeters of(long pid) {
        try {
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                return new BrokerMeters(
                        JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IllegalStateException("Process " + pid + " does not open its JMX beans", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BrokerCounters read() {
        Map<String, Long> requests = counts(REQUESTS, "request");
        requests.keySet().removeAll(COUNTED_TWICE);
        return new BrokerCounters(counts(BYTES, "topic"), requests);
    }

    private Map<String, Long> counts(String pattern, String by) {
        Map<String, Long> counts = new HashMap<>();
        try {
            for (ObjectName name : beans.queryNames(new ObjectName(pattern), null)) {
                long count = ((Number) beans.getAttribute(name, "Count")).longValue();
                counts.merge(name.getKeyProperty(by), count, Long::sum);
            }
            return counts;
        } catch (JMException e) {
            throw new IllegalStateException("The broker has no bean " + pattern, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            connector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
