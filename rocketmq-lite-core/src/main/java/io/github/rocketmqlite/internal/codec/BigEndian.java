package io.github.rocketmqlite.internal.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the numbers of the wire from a byte array.
 * <p>
 * Threading: stateless.
 */
final class BigEndian {

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private BigEndian() {
	}

	static short getShort(byte[] bytes, int index) {
		return (short) SHORT.get(bytes, index);
	}

	static int getInt(byte[] bytes, int index) {
		return (int) INT.get(bytes, index);
	}

	static long getLong(byte[] bytes, int index) {
		return (long) LONG.get(bytes, index);
	}

}
