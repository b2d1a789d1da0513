// A device with a key of its own, as a phone or another program is one.
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { connectParams, RawSocket, type RawFrame } from './raw-socket.ts';

/** What a test changes about a connect. */
export interface DeviceConnect {
  readonly client?: Readonly<Record<string, unknown>>;
  readonly role?: 'operator' | 'node';
  readonly scopes?: readonly string[];
  readonly auth?: Readonly<Record<string, string>>;
  readonly caps?: readonly string[];
  readonly commands?: readonly string[];
  readonly permissions?: Readonly<Record<string, boolean>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ca?: string;
}

/** Connects as often as a test likes, with one key. */
export class TestDevice {
  readonly #keys = generateKeyPairSync('ed25519');
  readonly publicKey = this.#keys.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  readonly id = createHash('sha256').update(this.publicKey).digest('hex');

  /** Sends `connect`; gives the socket and the answer. */
  async connect(
    url: string,
    options: DeviceConnect = {},
  ): Promise<{ readonly socket: RawSocket; readonly answer: RawFrame }> {
    const socket = await RawSocket.open(url, {
      ...(options.headers === undefined ? {} : { headers: options.headers }),
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    const answer = await socket.request('connect', 'connect', this.params(await socket.nonce(), options));
    return { socket, answer };
  }

  /** Signs any text, as base64url. */
  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#keys.privateKey).toString('base64url');
  }

  params(nonce: string, options: DeviceConnect): Record<string, unknown> {
    const client = {
      id: 'openclaw-ios',
      mode: 'ui',
      version: '1',
      platform: 'iOS 19.0',
      deviceFamily: 'iPhone',
      ...options.client,
    };
    const base = connectParams({
      client,
      role: options.role ?? 'operator',
      scopes: options.scopes ?? ['operator.read'],
      ...(options.auth === undefined ? {} : { auth: options.auth }),
      ...(options.caps === undefined ? {} : { caps: options.caps }),
      ...(options.commands === undefined ? {} : { commands: options.commands }),
      ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
    }) as {
      readonly auth?: Readonly<Record<string, string>>;
      readonly scopes: readonly string[];
      readonly role: string;
    };
    const signedAt = Date.now();
    const token = base.auth?.['token'] ?? base.auth?.['deviceToken'] ?? base.auth?.['bootstrapToken'] ?? '';
    const signed = ['v3', this.id, client.id, client.mode, base.role, base.scopes.join(','), signedAt, token, nonce];
    const payload = [...signed, client.platform.toLowerCase(), client.deviceFamily.toLowerCase()].join('|');
    const signature = this.sign(payload);
    return {
      ...base,
      device: { id: this.id, publicKey: this.publicKey.toString('base64url'), signature, signedAt, nonce },
    };
  }
}
