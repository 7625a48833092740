package org.assertj.core.api;

public class Assertions {
    public static Object assertThat(Object any) {
        return null;
    }
}
