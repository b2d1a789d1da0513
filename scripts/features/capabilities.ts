// Joins the hand-written list of capabilities with the tests that name them.
// A test file names what it proves in a comment near its top: `// Proves: GW-5, CH-2`.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from '../project-root.ts';

/** How far a capability is implemented. */
export const STATES = ['done', 'partial', 'absent'] as const;

/** A capability as written in the source file. */
export interface CapabilityFacts {
  readonly id: string;
  readonly title: string;
  readonly state: (typeof STATES)[number];
  readonly missing?: string;
}

/** A row of `docs/features.json`. */
export interface Capability extends CapabilityFacts {
  readonly area: string;
  readonly tests: readonly string[];
}

/** Capabilities by area, as written by hand in `docs/features.source.json`. */
export type CapabilityAreas = Readonly<Record<string, readonly CapabilityFacts[]>>;

/** IDs by the path of the test file that names them. */
export type Proofs = ReadonlyMap<string, readonly string[]>;

const SOURCE = 'docs/features.source.json';
const TEST_FILES = [
  'tests/**/*.ts',
  '{contract,messages,core,adapters,gateway,host,cli,electron,renderer,scripts}/**/*.test.{ts,tsx}',
];
const PROVES = /^\/\/ Proves: (.+)$/m;

/** The hand-written list. */
export function readAreas(): CapabilityAreas {
  // The file is ours; `findViolations` checks what its type can't.
  return JSON.parse(readFileSync(join(PROJECT_ROOT, SOURCE), 'utf8')) as CapabilityAreas;
}

/** The IDs that each test file names. */
export function readProofs(): Proofs {
  const files = globSync(TEST_FILES, { cwd: PROJECT_ROOT }).map((file) => file.replaceAll('\\', '/'));
  return new Map(
    files.toSorted().flatMap((path) => {
      const ids = PROVES.exec(readFileSync(join(PROJECT_ROOT, path), 'utf8'))?.[1]?.split(/,\s*/);
      return ids === undefined ? [] : [[path, ids]];
    }),
  );
}

/** All capabilities with the tests that prove them. */
export function joinCapabilities(areas: CapabilityAreas, proofs: Proofs): readonly Capability[] {
  return Object.entries(areas).flatMap(([area, rows]) =>
    rows.map(({ id, title, state, missing }) => ({
      id,
      title,
      area,
      state,
      ...(missing === undefined ? {} : { missing }),
      tests: [...proofs].filter(([, ids]) => ids.includes(id)).map(([path]) => path),
    })),
  );
}

/** Violations in the list or the tests; empty if there are none. */
export function findViolations(areas: CapabilityAreas, proofs: Proofs): readonly string[] {
  const rows = joinCapabilities(areas, proofs);
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...rows.flatMap((row, index) => [
      ...(rows.findIndex(({ id }) => id === row.id) === index ? [] : [`${row.id} is listed twice`]),
      ...violationsOf(row),
    ]),
    ...[...proofs].flatMap(([path, ids]) =>
      ids.filter((id) => !known.has(id)).map((id) => `${path} names the unknown capability "${id}"`),
    ),
  ];
}

function violationsOf({ id, state, missing, tests }: Capability): readonly string[] {
  switch (state) {
    case 'done':
      return [
        ...(tests.length > 0 ? [] : [`${id} is done, but no test names it`]),
        ...(missing === undefined ? [] : [`${id} is done, but lists something missing`]),
      ];
    case 'partial':
      return missing === undefined ? [`${id} is partial, but doesn't say what is missing`] : [];
    case 'absent':
      return tests.length === 0 ? [] : [`${id} is absent, but named by ${tests.join(', ')}`];
    default:
      return [`${id} has the unknown state "${String(state satisfies never)}"`];
  }
}
