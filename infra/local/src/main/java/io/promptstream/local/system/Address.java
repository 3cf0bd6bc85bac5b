package io.promptstream.local.system;

import io.promptstream.platform.FreePorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports for the parts of a system. */
final class Address {

    private Address() {}

    /** {@code usual} where that is wanted and nobody listens on it, otherwise any free port. */
    static int port(int usual, boolean wanted) {
        return wanted && isFree(usual) ? usual : FreePorts.next();
    }

    static String http(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
