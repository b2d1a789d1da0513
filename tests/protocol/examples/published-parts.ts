// Which definitions of the published package a result must satisfy, as a whole or in part.
import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import { findViolations, isPublished } from '../support/published-check.ts';

type Fields = Readonly<Record<string, unknown>>;
type Part = readonly [definition: string, value: unknown];

/** Results that are published only in parts. */
const PARTS: { readonly [M in MethodName]?: (result: Fields) => readonly Part[] } = {
  'system-presence': (result) => each('PresenceEntry', result),
  'sessions.list': ({ sessions }) => each('SessionRow', sessions),
  'sessions.describe': ({ session }) => [['SessionRow', session]],
  'sessions.patch': ({ entry }) => [['SessionRow', entry]],
  'sessions.reset': ({ entry }) => [['SessionRow', entry]],
  'cron.list': ({ jobs }) => each('CronJob', jobs),
  'cron.runs': ({ entries }) => each('CronRunLogEntry', entries),
  'device.pair.list': ({ pending }) => each('DevicePairRequestedEvent', pending),
};

/** What is wrong with a result, by the published definitions that it has; empty when nothing is, or there is none. */
export function publishedViolations(method: MethodName, result: unknown): readonly string[] {
  const whole = wholeDefinition(method);
  // A method with parts answers an object or an array; both have their parts by name.
  const parts = PARTS[method]?.(result as Fields) ?? [];
  return [...(whole === undefined ? [] : [[whole, result] as const]), ...parts].flatMap(([definition, value]) =>
    findViolations(definition, value).map((violation) => `${definition}${violation}`),
  );
}

/** Declared as published, or ours by TypeScript but published under the method's own name. */
function wholeDefinition(method: MethodName): string | undefined {
  const { result } = METHODS[method];
  const comment = '$comment' in result ? String(result.$comment) : '';
  if (comment.startsWith('published:')) return comment.slice('published:'.length);
  const name = `${method.split(/[.-]/).map(capitalised).join('')}Result`;
  return comment === `type:${name}` && isPublished(name) ? name : undefined;
}

function each(definition: string, values: unknown): readonly Part[] {
  return Array.isArray(values) ? values.map((value) => [definition, value] as const) : [[definition, values]];
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
