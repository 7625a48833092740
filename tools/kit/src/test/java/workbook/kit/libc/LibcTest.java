package workbook.kit.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import workbook.kit.natives.NativeCallFailed;

@EnabledOnOs(OS.LINUX)
class LibcTest {
    @Test
    void a_failed_call_names_itself_and_says_what_went_wrong() {
        var failure = catchThrowableOfType(NativeCallFailed.class, () -> Libc.close(-1));

        assertThat(failure.call()).isEqualTo("close");
        assertThat(failure.errno()).isEqualTo(NativeCallFailed.EBADF);
        assertThat(failure).hasMessage("close: Bad file descriptor (errno 9)");
    }

    @Test
    void opens_and_closes() throws NativeCallFailed {
        var socket = Libc.socket(Libc.AF_INET, Libc.SOCK_DGRAM, 0);
        assertThat(socket).isGreaterThan(2);
        Libc.close(socket);
    }
}
