import "server-only";

/** The parts of a key's wire form (RFC 4251 §5), read one after the other; `failed` once a part did not fit. */
export interface Wire {
  bytes(): Buffer | undefined;
  text(): string;
  /** A positive mpint in its one shortest form. */
  positive(): bigint | undefined;
  readonly failed: boolean;
  readonly isAtEnd: boolean;
}

export function openWire(wire: Buffer): Wire {
  let offset = 0;
  let failed = false;

  function bytes(): Buffer | undefined {
    const begin = offset + 4;
    const length = begin <= wire.length ? wire.readUInt32BE(offset) : Number.POSITIVE_INFINITY;
    if (failed || begin + length > wire.length) {
      failed = true;
      return undefined;
    }
    offset = begin + length;
    return wire.subarray(begin, offset);
  }

  return {
    bytes,
    text: () => bytes()?.toString("latin1") ?? "",
    positive() {
      const number = bytes();
      if (!number || number.length === 0) return undefined;
      const [first = 0, second = 0] = number;
      const isShortest = first !== 0 || (number.length > 1 && second >= 0x80);
      return first < 0x80 && isShortest ? BigInt(`0x${number.toString("hex")}`) : undefined;
    },
    get failed() {
      return failed;
    },
    get isAtEnd() {
      return offset === wire.length;
    },
  };
}
