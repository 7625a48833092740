package workbook.sockets;

final class RecvExactly {
    static byte[] recvExactly(java.io.InputStream in, int count) throws java.io.IOException {
        return new byte[0];
    }
}
