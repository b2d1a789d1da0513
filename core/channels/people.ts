// Who may talk on a channel: linked people, pairing requests, and codes that link an account.
import { toPersonScopes, type ChannelPairing, type ChannelPerson, type PersonRight } from '#contract/types/channels.ts';
import { defined } from '#contract/types/defined.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AuditStore } from '../ports/audit.ts';
import type { Chat, ChannelSender } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { clientPrincipal, formatPrincipal, type Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import { setBounded } from '../set-bounded.ts';
import type { ChannelSettings, ChatRules } from './bindings.ts';
import type { ChannelRecords, LinkCode } from './channel-records.ts';

const MINUTE_MS = 60_000;
const CODE_MS = 10 * MINUTE_MS;
const PAIRING_MS = 60 * MINUTE_MS;
/** Most requests of a channel that wait for the owner, so that strangers can't fill the list, and how long they are valid, ms. */
export const PAIRING_LIMITS = { perChannel: 20, validMs: PAIRING_MS } as const;
/** Wrong codes of a sender within an hour, after which its codes are ignored. */
const MAX_WRONG = 5;
const MAX_SENDERS = 1_000;
/** Wrong codes of all senders within an hour, after which every code is withdrawn. */
const MAX_WRONG_IN_TOTAL = 50;
const MAX_NAME = 80;
/** Without characters that look alike. 32 of them, so a character is five bits. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 8;

/** What somebody may do. */
export type Access =
  | { readonly kind: 'person'; readonly by: Principal; readonly person: ChannelPerson }
  /** Is on the allowlist: may write, nothing else. */
  | { readonly kind: 'allowed'; readonly by: Principal }
  /** Somebody else in a group, or in an open chat, who gets answers that only read. */
  | { readonly kind: 'guest'; readonly by: Principal }
  | { readonly kind: 'unknown' };

/** What {@link People} depend on. */
export interface PeoplePorts {
  readonly records: ChannelRecords;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** A one-way hash of a text. */
  readonly hash: (text: string) => string;
}

/** The people of all channels. */
export class People {
  readonly #ports: PeoplePorts;
  readonly #changes = new SerialQueue();
  /** When senders sent wrong codes, by channel and sender. */
  readonly #wrong = new Map<string, readonly number[]>();

  constructor(ports: PeoplePorts) {
    this.#ports = ports;
  }

  /** What a sender may do now. */
  async judge(
    channelId: string,
    settings: ChannelSettings,
    {
      chat,
      sender,
      guests,
    }: { readonly chat: Chat; readonly sender: ChannelSender; readonly guests: ChatRules['guests'] },
  ): Promise<Access> {
    // Networks have no empty IDs, so it can't be anyone's.
    if (sender.id === '') return { kind: 'unknown' };
    const person = await this.#ports.records.person(channelId, sender.id);
    if (person !== undefined) return { kind: 'person', person, by: toPrincipal(channelId, sender.id, person) };
    if (settings.allow?.includes(sender.id) === true)
      return { kind: 'allowed', by: senderPrincipal(channelId, sender.id, ['operator.read', 'operator.write']) };
    if (guests === 'always' || (chat.kind === 'group' && guests === 'answer'))
      return { kind: 'guest', by: senderPrincipal(channelId, sender.id, []) };
    return { kind: 'unknown' };
  }

  /** The request of an unknown sender, new or still pending; undefined if too many wait. */
  askToPair(channelId: string, chat: Chat, sender: ChannelSender): Promise<PairingAnswer> {
    return this.#changes.run(async () => {
      const { records, clock, ids, audit } = this.#ports;
      const now = clock.now();
      const all = await records.pairings();
      for (const { id, expiresAtMs } of all) if (expiresAtMs <= now) await records.removePairing(id);
      const waiting = all.filter(({ channel, expiresAtMs }) => channel === channelId && expiresAtMs > now);
      const before = waiting.find(({ senderId }) => senderId === sender.id);
      if (before !== undefined) return { pairing: before, isNew: false };
      if (waiting.length >= PAIRING_LIMITS.perChannel) return { isNew: false };
      const pairing: ChannelPairing = {
        id: ids.next(),
        channel: channelId,
        senderId: sender.id,
        chatId: chat.chatId,
        name: displayName(sender),
        ...defined({ language: sender.language }),
        code: newCode(ids),
        createdAtMs: now,
        expiresAtMs: now + PAIRING_MS,
      };
      await records.savePairing(pairing);
      const by = senderPrincipal(channelId, sender.id, []);
      await audit.append({ by, action: 'channel.pairing.asked', subject: channelId, details: { senderId: sender.id } });
      return { pairing, isNew: true };
    });
  }

  async pairings(): Promise<readonly ChannelPairing[]> {
    const now = this.#ports.clock.now();
    return (await this.#ports.records.pairings()).filter(({ expiresAtMs }) => expiresAtMs > now);
  }

  /** Links the sender of a request. @throws {GatewayError} when there is none, or it has expired. */
  approve(
    idOrCode: string,
    rights: readonly PersonRight[],
    by: Principal,
  ): Promise<{ readonly person: ChannelPerson; readonly pairing: ChannelPairing }> {
    return this.#changes.run(async () => {
      const pairing = await this.#requirePairing(idOrCode);
      const { channel, senderId, name, chatId, language } = pairing;
      const person = await this.#link({ channel, senderId, name, rights, chatId, ...defined({ language }) }, by);
      await this.#ports.records.removePairing(pairing.id);
      return { person, pairing };
    });
  }

  dismiss(idOrCode: string, by: Principal): Promise<ChannelPairing> {
    return this.#changes.run(async () => {
      const pairing = await this.#requirePairing(idOrCode);
      const { id, channel, senderId } = pairing;
      await this.#ports.records.removePairing(id);
      await this.#ports.audit.append({
        by,
        action: 'channel.pairing.dismissed',
        subject: channel,
        details: { senderId },
      });
      return pairing;
    });
  }

  /** A code that links whoever sends it first, within ten minutes. */
  async createCode(
    { channel, rights }: Pick<LinkCode, 'rights'> & { readonly channel?: string | undefined },
    by: Principal,
  ): Promise<{ readonly code: string; readonly expiresAtMs: number }> {
    const { records, clock, ids, hash, audit } = this.#ports;
    const code = newCode(ids);
    const expiresAtMs = clock.now() + CODE_MS;
    await records.saveCode({
      hash: hash(code),
      ...(channel === undefined ? {} : { channel }),
      rights,
      createdBy: formatPrincipal(by),
      expiresAtMs,
    });
    await audit.append({ by, action: 'channel.code.created', subject: channel ?? 'any', details: { rights } });
    return { code, expiresAtMs };
  }

  /** Links a sender who sent a code. The result is false for a wrong one, and for a right one after too many wrong ones. */
  useCode(channelId: string, sender: ChannelSender, text: string, chat?: Chat): Promise<boolean> {
    return this.#changes.run(async () => {
      const { records, clock, hash } = this.#ports;
      const now = clock.now();
      const codes = await records.codes();
      for (const code of codes) if (code.expiresAtMs <= now) await records.removeCode(code.hash);
      if (this.#countWrong(`${channelId} ${sender.id}`, now) >= MAX_WRONG || sender.id === '') return false;
      const hashed = hash(text.trim().toUpperCase().replaceAll(/[\s-]/g, ''));
      const code = codes.find(
        (one) => one.hash === hashed && one.expiresAtMs > now && (one.channel ?? channelId) === channelId,
      );
      if (code === undefined) {
        await this.#rememberWrong(`${channelId} ${sender.id}`, now);
        return false;
      }
      // Removed first: a crash in between wastes it, but nobody can use it twice.
      await records.removeCode(code.hash);
      const by = senderPrincipal(channelId, sender.id, []);
      const { rights } = code;
      const chatId = chat?.kind === 'direct' ? chat.chatId : undefined;
      const { id: senderId, language } = sender;
      const person = { channel: channelId, senderId, name: displayName(sender), rights, ...defined({ language }) };
      await this.#link({ ...person, ...defined({ chatId }) }, by);
      return true;
    });
  }

  list(channel?: string): Promise<readonly ChannelPerson[]> {
    return this.#ports.records.people(channel);
  }

  /** Changes a linked person. @throws {GatewayError} when there is none. */
  update(
    which: Pick<ChannelPerson, 'channel' | 'senderId'>,
    change: Partial<Pick<ChannelPerson, 'rights' | 'notify' | 'quiet'>>,
    by: Principal,
  ): Promise<ChannelPerson> {
    return this.#changes.run(async () => {
      const person = { ...(await this.#requirePerson(which)), ...change };
      await this.#ports.records.savePerson(person);
      const { channel: subject, senderId } = person;
      await this.#ports.audit.append({
        by,
        action: 'channel.person.changed',
        subject,
        details: { senderId, ...change },
      });
      return person;
    });
  }

  /** Ends the quiet hours of a person. @throws {GatewayError} when there is none. */
  clearQuiet(which: Pick<ChannelPerson, 'channel' | 'senderId'>, by: Principal): Promise<ChannelPerson> {
    return this.#changes.run(async () => {
      const { quiet: _quiet, ...person } = await this.#requirePerson(which);
      await this.#ports.records.savePerson(person);
      const { channel: subject, senderId } = person;
      const details = { senderId, quiet: 'off' };
      await this.#ports.audit.append({ by, action: 'channel.person.changed', subject, details });
      return person;
    });
  }

  /** Remembers where a person can be told something, and when they wrote last. */
  see(person: ChannelPerson, { chat, sender }: { readonly chat: Chat; readonly sender: ChannelSender }): Promise<void> {
    return this.#changes.run(async () => {
      const current = await this.#ports.records.person(person.channel, person.senderId);
      if (current === undefined) return;
      const now = this.#ports.clock.now();
      const chatId = chat.kind === 'direct' ? chat.chatId : current.chatId;
      const isRecent = now - (current.lastSeenAtMs ?? 0) < MINUTE_MS;
      const language = sender.language ?? current.language;
      if (chatId === current.chatId && language === current.language && isRecent) return;
      await this.#ports.records.savePerson({
        ...current,
        lastSeenAtMs: now,
        ...defined({ chatId, language }),
      });
    });
  }

  unlink(which: Pick<ChannelPerson, 'channel' | 'senderId'>, by: Principal): Promise<void> {
    return this.#changes.run(async () => {
      const { channel, senderId } = await this.#requirePerson(which);
      await this.#ports.records.removePerson({ channel, senderId });
      await this.#ports.audit.append({
        by,
        action: 'channel.person.unlinked',
        subject: channel,
        details: { senderId },
      });
    });
  }

  async #link(
    { channel, senderId, name, rights, chatId, language }: Pick<ChannelPerson, LinkedFields>,
    by: Principal,
  ): Promise<ChannelPerson> {
    const { records, audit, clock } = this.#ports;
    const known = await records.person(channel, senderId);
    const linkedBy = formatPrincipal(by);
    const fresh = { linkedAtMs: clock.now(), linkedBy, notify: 'approvals' } as const;
    const given = { channel, senderId, name, rights, ...defined({ chatId, language }) };
    const person: ChannelPerson = { ...fresh, ...known, ...given };
    await records.savePerson(person);
    await audit.append({ by, action: 'channel.person.linked', subject: channel, details: { senderId, rights } });
    return person;
  }

  async #requirePairing(idOrCode: string): Promise<ChannelPairing> {
    const found = (await this.pairings()).find(({ id, code }) => id === idOrCode || code === idOrCode.toUpperCase());
    if (found === undefined)
      throw invalidRequest('There is no such request. It may have expired.', 'PAIRING_NOT_FOUND');
    return found;
  }

  async #requirePerson({ channel, senderId }: Pick<ChannelPerson, 'channel' | 'senderId'>): Promise<ChannelPerson> {
    const person = await this.#ports.records.person(channel, senderId);
    if (person === undefined) throw invalidRequest('This person is not linked.', 'PERSON_NOT_FOUND');
    return person;
  }

  #countWrong(sender: string, now: number): number {
    return (this.#wrong.get(sender) ?? []).filter((at) => at > now - PAIRING_MS).length;
  }

  async #rememberWrong(sender: string, now: number): Promise<void> {
    const recent = (this.#wrong.get(sender) ?? []).filter((at) => at > now - PAIRING_MS);
    setBounded(this.#wrong, sender, [...recent, now], MAX_SENDERS);
    let total = 0;
    for (const key of this.#wrong.keys()) total += this.#countWrong(key, now);
    if (total < MAX_WRONG_IN_TOTAL) return;
    for (const { hash } of await this.#ports.records.codes()) await this.#ports.records.removeCode(hash);
  }
}

type LinkedFields = 'channel' | 'senderId' | 'name' | 'rights' | 'chatId' | 'language';

/** The request of an unknown sender. Without one, too many others wait. */
export interface PairingAnswer {
  readonly pairing?: ChannelPairing;
  readonly isNew: boolean;
}

/** A sender as a caller. */
function senderPrincipal(channelId: string, senderId: string, scopes: Principal['scopes']): Principal {
  return clientPrincipal({ kind: 'channel', name: `${channelId}:${senderId}` }, scopes);
}

/** A linked person as a caller, with the scopes that the person has. */
export function toPrincipal(channelId: string, senderId: string, { rights }: Pick<ChannelPerson, 'rights'>): Principal {
  return senderPrincipal(channelId, senderId, toPersonScopes(rights));
}

/** A name that somebody chose, safe to show. */
function displayName({ id, name }: ChannelSender): string {
  const shown = truncateText(removeHidden(name ?? '').trim(), MAX_NAME);
  return shown === '' ? truncateText(id, MAX_NAME) : shown;
}

/** 40 random bits. */
function newCode(ids: Ids): string {
  // Two hexadecimal digits have eight bits, of which five are used. The version digit of an ID isn't random.
  const digits = `${ids.next()}`.replaceAll('-', '').slice(16);
  const code = Array.from(
    { length: CODE_LENGTH },
    (_, n) => ALPHABET[Number.parseInt(digits.slice(n * 2, n * 2 + 2), 16) % 32],
  );
  return code.join('');
}
