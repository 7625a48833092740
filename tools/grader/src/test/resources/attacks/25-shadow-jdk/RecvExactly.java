package java.lang;

public final class RecvExactly {
}
