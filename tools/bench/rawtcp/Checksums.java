package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcap4j.util.ByteArrays;

/// The checksum of a segment, beside pcap4j's, and beside a loop that only reads.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Checksums {
    @Param({"1460", "65534"})
    private int size;
    private byte[] bytes;
    private ByteBuffer buffer;

    @Setup
    public void setUp() {
        bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        buffer = ByteBuffer.wrap(bytes);
    }

    @Benchmark
    public int reference() {
        return InternetChecksum.checksum(bytes);
    }

    @Benchmark
    public int pcap4j() {
        return ByteArrays.calcChecksum(bytes);
    }

    @Benchmark
    public long read() {
        var sum = 0L;
        for (var at = 0; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            sum += buffer.getLong(at);
        }
        return sum;
    }
}
