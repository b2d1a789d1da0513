// A WebSocket client on a plain TCP socket, so that its frames can violate the protocol.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

/** How a frame violates the protocol. */
export interface FrameViolations {
  readonly fin?: boolean;
  readonly mask?: boolean;
  readonly rsv?: number;
  /** The declared length; by default the true one. */
  readonly length?: bigint;
}

/** WebSocket opcodes. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, reserved: 3, close: 8, ping: 9, pong: 10 } as const;

const CLOSE_BYTES = 4;

/** An upgraded connection. */
export class RawWebSocket {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  /** The close code that the gateway sent, or 1006 when it closed the connection without one. */
  readonly closed: Promise<number>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.on('close', () => resolve(this.#closeCode() ?? 1006));
      socket.on('end', () => socket.destroy());
      socket.on('data', (chunk: Buffer) => {
        // Only the last frames matter.
        this.#received = Buffer.concat([this.#received, chunk]).subarray(-64 * 1024);
        const code = this.#closeCode();
        if (code !== undefined) resolve(code);
      });
    });
    socket.on('error', () => {});
  }

  /** Connects and upgrades. Rejects when the gateway refuses. */
  static open(port: number, extra = ''): Promise<RawWebSocket> {
    const socket = connect(port, '127.0.0.1');
    socket.write(upgradeRequest(port, extra));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no response to the upgrade request')), MAX_WAIT_MS);
      socket.on('error', () => {});
      socket.once('close', () => reject(new Error('refused')));
      socket.once('data', (chunk) => {
        clearTimeout(timer);
        if (chunk.toString('latin1').startsWith('HTTP/1.1 101')) resolve(new RawWebSocket(socket));
        else reject(new Error(chunk.toString('latin1').split('\r\n')[0]));
      });
    });
  }

  frame(opcode: number, payload: string | Uint8Array = '', violations: FrameViolations = {}): void {
    this.#socket.write(frameOf(opcode, Buffer.from(payload), violations));
  }

  /** Sends bytes and waits until the system has taken them, or the connection is gone. */
  flushed(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => void this.#socket.write(bytes, () => resolve()));
  }

  /** Stops reading. */
  pause(): void {
    this.#socket.pause();
  }

  get writable(): boolean {
    return this.#socket.writable;
  }

  /** Resolves when the gateway has accepted the sign-in. */
  get accepted(): Promise<void> {
    return this.received('hello-ok');
  }

  /** Waits until this text has been received. */
  received(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => end(new Error(`not received: ${text}`)), MAX_WAIT_MS);
      const check = (): void => {
        if (this.#received.includes(text)) end();
      };
      const end = (error?: Error): void => {
        clearTimeout(timer);
        this.#socket.off('data', check);
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#socket.on('data', check);
      check();
    });
  }

  /** Resets the connection. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The code of the close frame that ends the received bytes: 0x88, length, code. */
  #closeCode(): number | undefined {
    for (let at = this.#received.lastIndexOf(0x88); at !== -1 && at + CLOSE_BYTES <= this.#received.length;) {
      const length = this.#received.readUInt8(at + 1);
      if (at + 2 + length === this.#received.length) return this.#received.readUInt16BE(at + 2);
      at = at === 0 ? -1 : this.#received.lastIndexOf(0x88, at - 1);
    }
    return undefined;
  }
}

/** The bytes of an upgrade request; `extra` are further header lines. */
export function upgradeRequest(port: number, extra = ''): string {
  const key = randomBytes(16).toString('base64');
  return (
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${extra}\r\n`
  );
}

/** The bytes of a frame. */
export function frameOf(
  opcode: number,
  payload: Buffer,
  { fin = true, mask = true, rsv = 0, length }: FrameViolations = {},
): Buffer {
  const declared = length ?? BigInt(payload.length);
  const head = [(fin ? 0x80 : 0) | (rsv << 4) | opcode];
  const bit = mask ? 0x80 : 0;
  if (declared < 126n) head.push(bit | Number(declared));
  else if (declared < 65_536n) head.push(bit | 126, Number(declared >> 8n), Number(declared & 255n));
  else {
    const wide = Buffer.alloc(8);
    wide.writeBigUInt64BE(declared);
    head.push(bit | 127, ...wide);
  }
  if (!mask) return Buffer.concat([Buffer.from(head), payload]);
  const key = randomBytes(4);
  const masked = Buffer.from(payload.map((byte, index) => byte ^ (key[index % 4] ?? 0)));
  return Buffer.concat([Buffer.from(head), key, masked]);
}
