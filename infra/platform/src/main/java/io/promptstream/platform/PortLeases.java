package io.promptstream.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Port numbers that processes of one user on one machine hold, each by a lock on the byte of that offset in a shared file. The
 * operating system releases the locks of a process that ends, however it ends.
 */
final class PortLeases {

    private final Path file;
    /** Never closed: with the first channel that a process closes, it loses all of its locks on the file. */
    private final FileChannel channel;

    private PortLeases(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static PortLeases in(Path file) {
        try {
            return new PortLeases(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw cannotLock(file, e);
        }
    }

    /**
     * Leases a port until this JVM ends.
     *
     * @return whether nobody, this JVM included, had leased it
     */
    boolean lease(int port) {
        try {
            return channel.tryLock(port, 1, /* shared= */ false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw cannotLock(file, e);
        }
    }

    private static PlatformException cannotLock(Path file, IOException cause) {
        return new PlatformException(
                "Cannot lock ports in " + file + ": name a folder that can be written with -Djava.io.tmpdir", cause);
    }
}
