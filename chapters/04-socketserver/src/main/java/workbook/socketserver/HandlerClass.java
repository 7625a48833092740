package workbook.socketserver;

import java.lang.reflect.InvocationTargetException;
import java.net.SocketAddress;

/// A factory that another process can have, too: all it takes is the name of a class.
///
/// @param type has a constructor that takes request, client's address and server
record HandlerClass<R>(Class<? extends BaseRequestHandler<R>> type) implements HandlerFactory<R> {
    @Override
    public BaseRequestHandler<R> create(R request, SocketAddress clientAddress, BaseServer<R> server) throws Exception {
        try {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 3) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(request, clientAddress, server));
                }
            }
        } catch (InvocationTargetException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw e;
            }
        }
        throw new IllegalArgumentException(type.getName()
                + " has no constructor that takes request, client's address and server");
    }
}
