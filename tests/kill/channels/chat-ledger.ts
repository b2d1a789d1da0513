// What people have written in the kill test of channels, and what must be true about it in the end.
import type { Network, NetworkPerson, ShownMessage } from '#tests/support/networks/network.ts';

/** A message of a person. */
export interface Written {
  readonly network: Network;
  readonly person: NetworkPerson;
  /** Unique; the answer repeats it. */
  readonly token: string;
  /** Kills before it was written. */
  readonly atKill: number;
}

/** What is wrong. */
export interface ChatFindings {
  readonly lost: string[];
  readonly handledTwice: string[];
  readonly outOfOrder: string[];
  readonly stuck: string[];
}

/** Messages with an answer that a person sees besides the first one: they were sent again. */
export interface Duplicates {
  readonly total: number;
  /** Most for one message. */
  readonly most: number;
}

/** The text that asks for an answer. */
export const askFor = (token: string): string => `ping ${token}`;
/** The complete answer. */
export const answerTo = (token: string): string => `pong ${token} is complete`;
const TOKEN = /ping (m\d+)/g;

/** Tokens that a text asks about, in order. */
export function readTokens(text: string): readonly string[] {
  return [...text.matchAll(TOKEN)].map(([, token = '']) => token);
}

/** Complete answers that a person sees, in order, with those that a network shows again. */
export function readAnswers(shown: readonly ShownMessage[]): readonly string[] {
  return shown.flatMap(({ text }) => [...text.matchAll(/pong (m\d+) is complete/g)].map(([, token = '']) => token));
}

/** Messages with an answer, also those that show only its start. */
function countSends(shown: readonly ShownMessage[], token: string): number {
  return shown.filter(({ text }) => new RegExp(`pong ${token}\\b`).test(text)).length;
}

/** How often the gateway has asked a person to send a message again. */
export function countApologies(shown: readonly ShownMessage[]): number {
  return shown.filter(({ text }) => text.includes('Send the message again')).length;
}

/** Messages without an answer. */
export function findUnanswered(written: readonly Written[]): readonly Written[] {
  const answers = new Map<NetworkPerson, ReadonlySet<string>>();
  return written.filter(({ person, token }) => {
    const seen = answers.get(person) ?? new Set(readAnswers(person.shown()));
    answers.set(person, seen);
    return !seen.has(token);
  });
}

/** Compares what each person wrote with what the person sees now. */
export function checkChats(written: readonly Written[], findings: ChatFindings): Map<string, Duplicates> {
  const byNetwork = new Map<string, Duplicates>();
  for (const [person, messages] of Map.groupBy(written, (one) => one.person)) {
    const { title } = messages[0]?.network ?? { title: '' };
    const answers = readAnswers(person.shown());
    const known = new Set(answers);
    const lost = messages.filter(({ token }) => !known.has(token));
    // The person was told to send it again: it isn't lost, but it isn't answered either.
    const told = countApologies(person.shown());
    findings.lost.push(...lost.slice(told).map(({ token }) => `${title}: ${token} has no answer`));
    const firsts = [...known];
    const expected = messages.map(({ token }) => token).filter((token) => known.has(token));
    if (firsts.join() !== expected.join())
      findings.outOfOrder.push(`${title}, ${person.name}: asked ${expected.join()}, answered ${firsts.join()}`);
    const before = byNetwork.get(title) ?? { total: 0, most: 0 };
    const counts = messages.map(({ token }) => Math.max(0, countSends(person.shown(), token) - 1));
    byNetwork.set(title, {
      total: before.total + counts.reduce((sum, count) => sum + count, 0),
      most: Math.max(before.most, ...counts),
    });
  }
  return byNetwork;
}
