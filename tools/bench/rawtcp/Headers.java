package workbook.rawtcp;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;

/// A header with options read, and written, beside pcap4j's.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class Headers {
    private final byte[] bytes = HexFormat.of()
            .parseHex("daf41003f970a37400000000a002ffd7fe3000000204ffd70402080ad745f871000000000103030a");
    private final TcpHeader header = TcpHeader.parse(ByteBuffer.wrap(bytes));
    private TcpPacket packet;

    @Setup
    public void setUp() throws IllegalRawDataException {
        packet = TcpPacket.newPacket(bytes, 0, bytes.length);
    }

    @Benchmark
    public TcpHeader reads() {
        return TcpHeader.parse(ByteBuffer.wrap(bytes));
    }

    @Benchmark
    public TcpPacket pcap4jReads() throws IllegalRawDataException {
        return TcpPacket.newPacket(bytes, 0, bytes.length);
    }

    @Benchmark
    public byte[] writes() {
        return header.toBytes();
    }

    @Benchmark
    public byte[] pcap4jWrites() {
        return packet.getBuilder().build().getRawData();
    }
}
