package io.promptstream.local.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One launcher at a time uses a run directory, also while it starts or stops a system. Ends with the launcher's JVM. */
final class DirectoryLock implements AutoCloseable {

    private static final String NAME = "launcher.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws SystemException if another launcher has it
     */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            var channel =
                    FileChannel.open(directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                channel.close();
                throw new SystemException("Another command is starting or stopping a system in " + directory
                        + ": wait until it has done so, or give another --directory");
            }
            return new DirectoryLock(channel);
        } catch (IOException e) {
            throw new SystemException("Cannot write to " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Whether somebody else has the lock; otherwise it is ours until the channel is closed. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new SystemException("Cannot let go of the run directory: " + e.getMessage(), e);
        }
    }
}
