package workbook.rawtcp.examples;

import java.util.concurrent.TimeoutException;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.Pcaps;
import org.pcap4j.packet.TcpPacket;

/// Prints the next ten TCP segments that pass over `lo`.
final class Overhear {
    private Overhear() {}

    public static void main(String... arguments)
            throws PcapNativeException, NotOpenException, java.io.EOFException, TimeoutException {
        // tag::capture[]
        var loopback = Pcaps.getDevByName("lo");
        try (var handle = loopback.openLive(65_535, PromiscuousMode.NONPROMISCUOUS, 10)) {
            handle.setFilter("tcp", BpfCompileMode.OPTIMIZE);
            for (var i = 0; i < 10; i++) {
                var tcp = handle.getNextPacketEx().get(TcpPacket.class).getHeader();
                System.out.println(tcp.getSrcPort().valueAsInt() + " to " + tcp.getDstPort().valueAsInt() + " seq "
                        + tcp.getSequenceNumberAsLong());
            }
        }
        // end::capture[]
    }
}
