package io.promptstream.policy.learning;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** What this process has taken from the C library and not given back; PyTorch takes its tensors there. */
final class NativeMemory {
    /** {@code struct mallinfo2}: ten sizes. */
    private static final StructLayout FIGURES =
            MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));

    private static final long MAPPED_BYTES = 4;
    private static final long BYTES_IN_USE = 7;

    private final MethodHandle mallinfo2;

    private NativeMemory(MethodHandle mallinfo2) {
        this.mallinfo2 = mallinfo2;
    }

    /** Empty where the C library does not tell; glibc does from 2.33 on. */
    static Optional<NativeMemory> find() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("mallinfo2")
                .map(address -> new NativeMemory(linker.downcallHandle(address, FunctionDescriptor.of(FIGURES))));
    }

    long bytesInUse() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment figures = (MemorySegment) mallinfo2.invokeExact((SegmentAllocator) arena);
            return figures.getAtIndex(ValueLayout.JAVA_LONG, MAPPED_BYTES)
                    + figures.getAtIndex(ValueLayout.JAVA_LONG, BYTES_IN_USE);
        } catch (Throwable e) {
            throw new IllegalStateException("mallinfo2 failed", e);
        }
    }
}
