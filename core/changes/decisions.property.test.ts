// Random changes of an agent, decisions about their parts, and later edits of a person, against a model that knows by construction
// what must result. The model has no diff and no merge: it works on pieces of which it knows who wrote them.
// Proves: TF-4
import { expect, it } from 'vitest';
import { createRandom, type Random } from '#tests/kill/random.ts';
import { decide } from './decisions.ts';
import { findParts, rebaseSide, type FileSide } from './file-parts.ts';

const ROUNDS = 3_000;
const ENDINGS = ['\n', '\r\n'] as const;
/** Among them bytes that aren't UTF-8, a byte order mark, a lone carriage return, and a tab. */
const SCRAPS = ['', 'x', '\xff\xfe', '\xef\xbb\xbf', '\t', 'a\rb', '\xc3\xa9', '}', ' '] as const;

type Choice = 'accept' | 'reject' | 'edit' | 'leave';

/** A piece of a file. Changes of the agent and of the person never touch the same piece. */
type Piece =
  | { readonly by: 'nobody'; readonly lines: readonly string[] }
  | {
      readonly by: 'agent';
      readonly before: readonly string[];
      readonly after: readonly string[];
      readonly choice: Choice;
      readonly edited: readonly string[];
    }
  | { readonly by: 'person'; readonly before: readonly string[]; readonly after: readonly string[] };

let serial = 0;
/** Lines that occur nowhere else, so that only one comparison of them is right. */
const newLines = (random: Random, least: number, most: number): readonly string[] =>
  Array.from(
    { length: least + random.integer(most - least + 1) },
    () => `${random.pick(SCRAPS)}${(serial += 1)}${random.pick(SCRAPS).replaceAll('\r', '')}${random.pick(ENDINGS)}`,
  );

function makePieces(random: Random): readonly Piece[] {
  const pieces: Piece[] = [{ by: 'nobody', lines: newLines(random, 0, 3) }];
  for (let count = 1 + random.integer(8); count > 0; count -= 1) {
    const isInsertion = random.chance(0.3);
    const before = isInsertion ? [] : newLines(random, 1, 4);
    const after = newLines(random, isInsertion ? 1 : 0, 4);
    if (random.chance(0.6))
      pieces.push({
        by: 'agent',
        before,
        after,
        choice: random.pick(['accept', 'reject', 'edit', 'leave']),
        edited: newLines(random, 0, 3),
      });
    else pieces.push({ by: 'person', before, after });
    pieces.push({ by: 'nobody', lines: newLines(random, 1, 3) });
  }
  return pieces;
}

/** People decide in any order. */
const shuffle = (random: Random): readonly ('accept' | 'reject' | 'edit')[] =>
  random.pick([
    ['accept', 'reject', 'edit'],
    ['edit', 'accept', 'reject'],
    ['reject', 'edit', 'accept'],
  ]);

const join = (pieces: readonly Piece[], pick: (piece: Exclude<Piece, { by: 'nobody' }>) => readonly string[]): string =>
  pieces.flatMap((piece) => (piece.by === 'nobody' ? piece.lines : pick(piece))).join('');

const side = (text: string): FileSide => ({ mode: '100644', text });

it('gives what a model without comparisons gives, for random changes, decisions, and later edits', () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = createRandom(round);
    const all = makePieces(random);
    // The last line of a file often has no ending.
    const trim = random.chance(0.3) ? (text: string) => text.replace(/\r?\n$/, '') : (text: string) => text;
    const isAgents = (piece: Piece) => piece.by === 'agent';
    const base = trim(join(all, (piece) => piece.before));
    const agent = trim(join(all, (piece) => (isAgents(piece) ? piece.after : piece.before)));
    const disk = trim(join(all, (piece) => piece.after));
    const parts = findParts(side(base), side(agent));
    const changes = all.filter((piece) => piece.by === 'agent');
    expect(parts.length, `round ${round}`).toBe(changes.length);
    let state: { before: FileSide; after: FileSide } = { before: side(base), after: side(agent) };
    let now = side(disk);
    for (const kind of shuffle(random)) {
      for (const [index, piece] of changes.entries()) {
        if (piece.choice !== kind) continue;
        const hunks = [parts[index]?.id ?? ''];
        const text = kind === 'edit' ? { text: piece.edited.join('') } : {};
        const decided = decide({ kind, before: side(base), after: side(agent), hunks, ...text }, { state, disk: now });
        if ('conflict' in decided || decided.state === undefined)
          throw new Error(`round ${round}: unexpected conflict`);
        ({ state, disk: now } = { state: decided.state, disk: decided.disk });
      }
    }
    const chosen = (piece: Piece, taken: Choice): readonly string[] => {
      if (piece.by === 'nobody') return piece.lines;
      if (piece.by === 'person') return [];
      if (piece.choice === 'edit') return piece.edited;
      return piece.choice === taken ? piece.after : piece.before;
    };
    const expectedDisk = trim(
      join(all, (piece) =>
        piece.by === 'person'
          ? piece.after
          : piece.choice === 'reject'
            ? piece.before
            : piece.choice === 'edit'
              ? piece.edited
              : piece.after,
      ),
    );
    const expectedBase = trim(join(all, (piece) => (piece.by === 'person' ? piece.before : chosen(piece, 'accept'))));
    const expectedAgent = trim(
      join(all, (piece) =>
        piece.by === 'person'
          ? piece.before
          : piece.choice === 'reject'
            ? piece.before
            : piece.choice === 'edit'
              ? piece.edited
              : piece.after,
      ),
    );
    expect(now?.text, `round ${round}: file`).toBe(expectedDisk);
    expect(state.before?.text, `round ${round}: version without changes`).toBe(expectedBase);
    expect(state.after?.text, `round ${round}: version with changes`).toBe(expectedAgent);
  }
});

it('reports a conflict, and changes nothing, when a person edited lines of a rejected part', () => {
  for (let round = 0; round < 500; round += 1) {
    const random = createRandom(round);
    const [head, before, after, tail] = [
      newLines(random, 0, 3),
      newLines(random, 0, 3),
      newLines(random, 1, 4),
      newLines(random, 0, 3),
    ];
    const edited = [...after];
    edited[random.integer(after.length)] = newLines(random, 1, 1)[0] ?? '';
    const file = (middle: readonly string[]): FileSide => side([...head, ...middle, ...tail].join(''));
    const [base, agent, disk] = [file(before), file(after), file(edited)];
    const state = { before: base, after: agent };
    const decided = decide({ kind: 'reject', before: base, after: agent }, { state, disk });
    expect(decided, `round ${round}`).toHaveProperty('conflict.line');
  }
});

it('keeps texts with repeated lines intact: rejecting everything restores the bytes, and undoing brings them back', () => {
  for (let round = 0; round < 2_000; round += 1) {
    const random = createRandom(round);
    const lines = ['\n', '\r\n', 'a\n', 'a\r\n', 'b\n', '{\n', '}\n', '}\r\n'] as const;
    const text = (): string =>
      Array.from({ length: random.integer(31) }, () => random.pick(lines)).join('') + (random.chance(0.3) ? 'end' : '');
    const [base, agent] = [side(text()), side(text())];
    const parts = findParts(base, agent);
    const chosen = parts.filter(() => random.chance(0.5)).map(({ id }) => id);
    const state = { before: base, after: agent };
    const all = decide({ kind: 'reject', before: base, after: agent }, { state, disk: agent });
    expect('disk' in all ? all.disk : all).toEqual(base);
    const some = decide({ kind: 'reject', before: base, after: agent, hunks: chosen }, { state, disk: agent });
    if ('conflict' in some) throw new Error(`round ${round}: unexpected conflict`);
    expect(rebaseSide(some.disk, agent, some.disk)).toEqual({ side: agent });
    const accepted = decide({ kind: 'accept', before: base, after: agent, hunks: chosen }, { state, disk: agent });
    if ('conflict' in accepted) throw new Error(`round ${round}: unexpected conflict`);
    // What is left to decide on after accepting some is what rejecting the rest would revert.
    const others = parts.map(({ id }) => id).filter((id) => !chosen.includes(id));
    const rejected = decide({ kind: 'reject', before: base, after: agent, hunks: others }, { state, disk: agent });
    expect('disk' in rejected ? rejected.disk : rejected).toEqual(accepted.state?.before);
  }
});
