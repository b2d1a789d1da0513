// The examples as the protocol page shows them, kept in docs/method-examples.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

import { presentable } from './presentable.ts';
import type { ExampleRun } from './run-examples.ts';

/** The file that scripts/generate-examples.ts writes and scripts/generate-docs.ts reads. */
export const EXAMPLES_FILE = join(PROJECT_ROOT, 'docs/method-examples.json');

/** One call as the page shows it. */
export interface PageExample {
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** What is on the page now, by method. */
export function readPageExamples(): Readonly<Record<string, PageExample>> {
  return JSON.parse(readFileSync(EXAMPLES_FILE, 'utf8')) as Readonly<Record<string, PageExample>>; // written by our own script
}

/** What a run of the examples gives for the page. */
export function pageExamples({ outcomes, places }: ExampleRun): Readonly<Record<string, PageExample>> {
  const entries = outcomes.map(({ method, params, answer }) => {
    const said = answer.ok === true ? { result: answer.payload } : { error: answer.error };
    // Only our own kind of object goes in, and `presentable` keeps fields.
    return [method, presentable({ ...(params === undefined ? {} : { params }), ...said }, places) as PageExample];
  });
  return Object.fromEntries(entries);
}
