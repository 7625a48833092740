package workbook.testkit;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import workbook.kit.network.PrivateNetwork;

/// Furnishes the test JVM's private network before the first test, whoever started the JVM.
public final class NetworkSession implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        PrivateNetwork.enter();
    }
}
