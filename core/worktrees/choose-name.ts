// Readable names for worktrees and their branches.
import { invalidRequest } from '#contract/wire/errors.ts';

const MAX_CHARS = 40;
/** Pattern of names on the wire. */
const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const PREFIX = 'gatehouse';
/** For sessions without a text to name them after. */
const WORDS = [
  'amber birch cedar clover coral delta fern flint harbor hazel heron indigo iris juniper lagoon linden maple',
  'meadow mesa moss ocean olive onyx opal orchid pebble pine prairie quartz raven reef ridge river sage shore',
  'sierra slate spruce stone summit thistle tundra valley violet willow wren',
]
  .join(' ')
  .split(' ');

/** A name from a text: its first words in lower case. Undefined if nothing usable is in it. */
export function toName(text: string): string | undefined {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  const start = plain.replace(/^-+/, '').slice(0, MAX_CHARS + 1);
  const whole =
    start.length > MAX_CHARS && start.includes('-')
      ? start.slice(0, start.lastIndexOf('-'))
      : start.slice(0, MAX_CHARS);
  const name = whole.replace(/-+$/, '');
  return NAME.test(name) ? name : undefined;
}

/** A name that isn't taken, like `wanted` with a number if needed. `seed` picks a word if nothing is wanted. */
export function chooseName(wanted: string | undefined, taken: ReadonlySet<string>, seed: string): string {
  const sum = [...seed].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const stem = wanted ?? WORDS[sum % WORDS.length] ?? 'worktree';
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? stem : `${stem}-${number}`;
    if (!taken.has(name)) return name;
  }
}

/** The branch of a new worktree. `branches` are in lower case, because a file system may not tell cases apart. */
export function toBranch(name: string, branches: ReadonlySet<string>): string {
  // A branch can't be both a name and the start of one.
  return branches.has(PREFIX) ? `${PREFIX}-${name}` : `${PREFIX}/${name}`;
}

/** Why a branch can't be created beside others; undefined if it can. */
export function findBranchProblem(branch: string, branches: ReadonlySet<string>): string | undefined {
  const lower = branch.toLowerCase();
  for (const other of branches)
    if (lower.startsWith(`${other}/`) || other.startsWith(`${lower}/`))
      return `the branch ${JSON.stringify(other)} already uses part of this name`;
  return undefined;
}

/** Rejects what git doesn't accept as the name of a branch. @throws {GatewayError} `INVALID_BRANCH` */
export function requireBranchName(branch: string): string {
  const isValid =
    branch.length <= 200 &&
    !/[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^[-/.]|[/.]$|\.lock(\/|$)|\/\.|^@$|^HEAD$/i.test(branch);
  if (isValid) return branch;
  throw invalidRequest(
    `${JSON.stringify(branch)} can't be the name of a branch.`,
    'INVALID_BRANCH',
    'Use letters, digits, hyphens, and slashes.',
  );
}
