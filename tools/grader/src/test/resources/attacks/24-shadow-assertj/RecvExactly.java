package org.assertj.core.api;

class Assertions {
    public static Object assertThat(Object any) {
        return null;
    }
}
