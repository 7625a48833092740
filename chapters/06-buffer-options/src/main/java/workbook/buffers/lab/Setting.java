package workbook.buffers.lab;

import java.util.OptionalInt;

/// What is different from one measurement to the next.
///
/// @param receiveBuffer what the receiver asks for before it connects; empty if it leaves the kernel alone
/// @param queueBytes    how much may wait at the link
record Setting(OptionalInt receiveBuffer, int queueBytes) {
    /// In one line for whoever waits for it.
    String inWords() {
        return (receiveBuffer.isPresent()
                ? "receive buffer " + Sizes.name(receiveBuffer.getAsInt())
                : "receive buffer left alone") + ", queue " + Sizes.name(queueBytes);
    }
}
