package io.promptstream.platform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds TCP ports of the loopback interface that nobody listens on.
 *
 * <p>They lie below the range from which operating systems take ports for outgoing connections: a broker that is killed finds
 * its port still free when it is started again. A port that was given is leased to the JVM until it ends: it is not bound yet,
 * and no other process that chooses ports this way may be given it meanwhile, or bind it to find out whether it is free.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 200;

    private static final AtomicInteger TURN =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(HIGHEST - LOWEST));

    private static final PortLeases LEASES = PortLeases.in(
            Path.of(System.getProperty("java.io.tmpdir"), "promptstream-ports-" + System.getProperty("user.name")));

    private FreePorts() {}

    /** A port that could be bound a moment ago, leased to this JVM. */
    public static int next() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = LOWEST + Math.floorMod(TURN.getAndIncrement(), HIGHEST - LOWEST);
            if (LEASES.lease(port) && isFree(port)) {
                return port;
            }
        }
        throw new PlatformException("No free port between " + LOWEST + " and " + HIGHEST + " after " + ATTEMPTS
                + " attempts: stop something or give the ports explicitly");
    }

    /** Whether nobody listens on the port of the loopback interface. */
    static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** {@code requested}, checked to be free, or a free port where it is 0. */
    static int orFree(int requested, String what) {
        if (requested == 0) {
            return next();
        }
        if (!isFree(requested)) {
            throw new PlatformException("Port " + requested + " for " + what
                    + " is in use: stop what listens there, or choose another port (0 picks a free one)");
        }
        return requested;
    }
}
