// Keeps the session with Discord's gateway, so that messages sent while Gatehouse restarts aren't lost: Discord sends them when the
// session is resumed within a few minutes. Events that weren't saved yet are sent again, too.
import { createHash } from 'node:crypto';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ChannelContext } from '../define-channel.ts';
import type { GatewaySession } from './gateway-shard.ts';

/** Time between two writes, ms. Discord repeats what came after the last one. A new session is written at once. */
const WRITE_MS = 1_000;
/** Its key among the records of the channel. */
const KEY = 'session';

/** The bot, once Discord has told. */
export interface BotAccount {
  readonly botId: string;
  readonly applicationId: string;
  readonly name: string;
}

/** A session with the account that it belongs to. */
export interface KeptSession extends GatewaySession {
  readonly account: BotAccount;
}

/** The session of a channel. */
export class SavedSession {
  readonly #context: ChannelContext;
  readonly #tokenHash: string;
  readonly #accepted: (latest: number) => number;
  #account: BotAccount | undefined;
  #session: GatewaySession | undefined;
  #cancelWrite: (() => void) | undefined;
  #written = '';

  /** `accepted` returns the number up to which all events were saved. */
  constructor(context: ChannelContext, token: string, accepted: (latest: number) => number) {
    this.#context = context;
    this.#accepted = accepted;
    // A session belongs to a token. The token itself must not be stored here.
    this.#tokenHash = createHash('sha256').update(`discord-session:${token}`).digest('hex').slice(0, 16);
  }

  /** The session of the last run; undefined if there is none for this token. */
  async load(): Promise<KeptSession | undefined> {
    const stored = await this.#context.records?.get(KEY).catch(() => undefined);
    const kept = typeof stored === 'string' ? parse(stored, this.#tokenHash) : undefined;
    this.#account = kept?.account;
    return kept;
  }

  setAccount(account: BotAccount): void {
    this.#account = account;
  }

  /** Notes the progress; it is written soon. */
  update(session: GatewaySession | undefined): void {
    const isNew = session !== undefined && session.id !== this.#session?.id;
    this.#session = session;
    if (this.#context.records === undefined) return;
    if (isNew) return void this.#write();
    if (this.#cancelWrite !== undefined) return;
    this.#cancelWrite = this.#context.clock.after(WRITE_MS, () => {
      this.#cancelWrite = undefined;
      void this.#write();
    });
  }

  /** Writes the last state. */
  async close(): Promise<void> {
    this.#cancelWrite?.();
    await this.#write();
  }

  async #write(): Promise<void> {
    const { records, log } = this.#context;
    if (records === undefined || this.#session === undefined || this.#account === undefined) return;
    const sequence = this.#accepted(this.#session.sequence);
    const text = JSON.stringify({ ...this.#session, sequence, account: this.#account, token: this.#tokenHash });
    if (text === this.#written) return;
    this.#written = text;
    await records
      .set(KEY, text)
      .catch((error: unknown) => log.warn("Couldn't save the session.", { error: String(error) }));
  }
}

function parse(text: string, tokenHash: string): KeptSession | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value) || value['token'] !== tokenHash || !isJsonObject(value['account'])) return undefined;
    const { id, resumeUrl, sequence } = value;
    const { botId, applicationId, name } = value['account'];
    if (typeof id !== 'string' || typeof resumeUrl !== 'string' || typeof sequence !== 'number') return undefined;
    if (typeof botId !== 'string' || typeof applicationId !== 'string' || typeof name !== 'string') return undefined;
    return { id, resumeUrl, sequence, account: { botId, applicationId, name } };
  } catch {
    return undefined;
  }
}
