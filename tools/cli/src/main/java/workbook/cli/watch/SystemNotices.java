package workbook.cli.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Notices from the operating system.
final class SystemNotices implements Notices {
    private final WatchService service;
    private final Set<WatchKey> keys = new HashSet<>();

    SystemNotices(WatchService service) {
        this.service = service;
    }

    /// A folder that was replaced has the same name and another key, so all of them are asked for anew.
    @Override
    public synchronized boolean follow(Set<Path> folders) {
        var isPromised = true;
        var fresh = new HashSet<WatchKey>();
        for (var folder : folders) {
            try {
                fresh.add(folder.register(service, StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE));
            } catch (IOException e) {
                isPromised &= !Files.exists(folder); // more folders than the system allows to be followed
            } catch (ClosedWatchServiceException e) {
                return false;
            }
        }
        keys.removeAll(fresh);
        keys.forEach(WatchKey::cancel);
        keys.clear();
        keys.addAll(fresh);
        return isPromised;
    }

    @Override
    public boolean await(long millis) throws InterruptedException {
        var key = service.poll(millis, TimeUnit.MILLISECONDS);
        var isNotice = key != null;
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = service.poll();
        }
        return isNotice;
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            // nothing depends on it any more
        }
    }
}
