/** RFC 6455 as far as Slack's socket needs it: whole frames, none of them larger than a view. */

export const OPCODES = { text: 0x1, binary: 0x2, close: 0x8, ping: 0x9, pong: 0xa } as const;
export type FrameKind = keyof typeof OPCODES;

export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
}

/** The status that the connection is closed with. */
export type Violation = 1002 | 1003 | 1009;

const KIND_OF: ReadonlyMap<number, FrameKind> = new Map<number, FrameKind>([
  [OPCODES.text, "text"],
  [OPCODES.binary, "binary"],
  [OPCODES.close, "close"],
  [OPCODES.ping, "ping"],
  [OPCODES.pong, "pong"],
]);

/** Slack takes 250 KB of a view; nothing that an app answers is larger. */
const MAX_PAYLOAD_BYTES = 512 * 1_024;
const MAX_CONTROL_BYTES = 125;
const FIN = 0x80;
const MASKED = 0x80;

/** A server's frames are not masked. */
export function encodeFrame(kind: FrameKind, payload: Buffer): Buffer {
  const first = FIN | OPCODES[kind];
  if (payload.length <= MAX_CONTROL_BYTES) {
    return Buffer.concat([Buffer.from([first, payload.length]), payload]);
  }
  if (payload.length <= 0xffff) {
    const head = Buffer.from([first, 126, 0, 0]);
    head.writeUInt16BE(payload.length, 2);
    return Buffer.concat([head, payload]);
  }
  const head = Buffer.alloc(10);
  head.set([first, 127]);
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

export type Read = { readonly frames: readonly Frame[]; readonly violation?: Violation };

/** Takes bytes as they come; gives each frame once it is whole. After a violation it must not be used. */
export function createFrameReader(): (chunk: Buffer) => Read {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = readHead(pending);
      if (head === "more") return { frames };
      if (typeof head === "number") return { frames, violation: head };
      if (pending.length < head.end) return { frames };
      const payload = unmask(pending.subarray(head.start - 4, head.end));
      frames.push({ kind: head.kind, payload });
      pending = pending.subarray(head.end);
    }
  };
}

interface Head {
  readonly kind: FrameKind;
  /** Where the payload stands; the mask is right before it. */
  readonly start: number;
  readonly end: number;
}

function readHead(bytes: Buffer): Head | Violation | "more" {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return "more";
  const kind = readKind(first);
  if (typeof kind === "number") return kind;
  if ((second & MASKED) === 0) return 1002;
  const length = readLength(bytes, second & 0x7f);
  if (length === undefined) return "more";
  const isControl = kind !== "text" && kind !== "binary";
  if (isControl && length.value > MAX_CONTROL_BYTES) return 1002;
  if (length.value > MAX_PAYLOAD_BYTES) return 1009;
  const start = length.end + 4;
  return { kind, start, end: start + length.value };
}

function readKind(first: number): FrameKind | Violation {
  // Fragments: no opcode of its own, or not the last part.
  if ((first & FIN) === 0 || (first & 0x0f) === 0) return 1003;
  const kind = KIND_OF.get(first & 0x0f);
  return kind === undefined || (first & 0x70) !== 0 ? 1002 : kind;
}

function readLength(bytes: Buffer, short: number): { value: number; end: number } | undefined {
  if (short < 126) return { value: short, end: 2 };
  if (short === 126) {
    return bytes.length < 4 ? undefined : { value: bytes.readUInt16BE(2), end: 4 };
  }
  return bytes.length < 10 ? undefined : { value: Number(bytes.readBigUInt64BE(2)), end: 10 };
}

function unmask(masked: Buffer): Buffer {
  const mask = masked.subarray(0, 4);
  return Buffer.from(masked.subarray(4).map((byte, index) => byte ^ (mask[index % 4] ?? 0)));
}
