// Packets of the SFTP protocol, version 3 (draft-ietf-secsh-filexfer-02), which every OpenSSH server speaks.

/** Types of packets. */
export const PACKET = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  lstat: 7,
  fstat: 8,
  fsetstat: 10,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  realpath: 16,
  rename: 18,
  readlink: 19,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attrs: 105,
  extended: 200,
} as const;

/** Attributes of a file. `mode` includes its kind. */
export interface SftpAttributes {
  readonly size: number;
  readonly mode: number;
  readonly modifiedAtMs: number;
}

/** Flags of an attribute block. */
const ATTRIBUTE = { size: 1, owner: 2, mode: 4, times: 8, extended: 0x8000_0000 };

/** The largest packet that is accepted. */
export const MAX_PACKET_BYTES = 1024 * 1024;

/** Reads the fields of a packet. @throws RangeError if it is too short */
export class PacketReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  int(): number {
    return this.#bytes.readUInt32BE(this.#advance(4));
  }

  bytes(): Buffer {
    const length = this.int();
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  text(): string {
    return this.bytes().toString('utf8');
  }

  attributes(): SftpAttributes {
    const flags = this.int();
    const size = (flags & ATTRIBUTE.size) === 0 ? 0 : Number(this.#bytes.readBigUInt64BE(this.#advance(8)));
    if ((flags & ATTRIBUTE.owner) !== 0) this.#advance(8);
    const mode = (flags & ATTRIBUTE.mode) === 0 ? 0 : this.int();
    const modifiedAtMs = (flags & ATTRIBUTE.times) === 0 ? 0 : (this.int(), this.int() * 1000);
    if ((flags & ATTRIBUTE.extended) !== 0)
      for (let left = this.int(); left > 0; left -= 1) {
        this.bytes();
        this.bytes();
      }
    return { size, mode, modifiedAtMs };
  }

  #advance(length: number): number {
    const at = this.#at;
    if (at + length > this.#bytes.length) throw new RangeError('An SFTP packet is too short.');
    this.#at += length;
    return at;
  }
}

/** A field of a packet: a number of 32 bits, a number of 64 bits, or a text or bytes with their length. */
export type Field = number | bigint | string | Uint8Array;

/** A packet with its length. */
export function encodePacket(type: number, fields: readonly Field[]): Buffer {
  const body = Buffer.concat([Buffer.from([type]), ...fields.map(encodeField)]);
  return Buffer.concat([encodeField(body.length), body]);
}

/** An attribute block with a mode, or without anything. */
export function encodeMode(mode?: number): readonly Field[] {
  return mode === undefined ? [0] : [ATTRIBUTE.mode, mode];
}

function encodeField(field: Field): Buffer {
  if (typeof field === 'number') {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeUInt32BE(field);
    return bytes;
  }
  if (typeof field === 'bigint') {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeBigUInt64BE(field);
    return bytes;
  }
  const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field;
  return Buffer.concat([encodeField(bytes.length), bytes]);
}
