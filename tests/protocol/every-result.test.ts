// Every method is called with params that succeed; what it answers is what its schema, or the published one, says.
// Proves: QA-1
import { beforeAll, describe, expect, it } from 'vitest';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import { EXAMPLES } from './examples/registry.ts';
import { pageExamples, readPageExamples, type PageExample } from './examples/page-examples.ts';
import { publishedViolations } from './examples/published-parts.ts';
import { differences, shapeOf } from './recorded/shape.ts';
import { methodsWithoutExample, runExamples, type ExampleRun } from './examples/run-examples.ts';

const NAMES = Object.keys(METHODS) as readonly MethodName[];
const ALL_REQUIRED: ReadonlySet<string> = new Set();
const shown = readPageExamples();
let run: ExampleRun;
let today: Readonly<Record<string, PageExample>>;

beforeAll(async () => {
  run = await runExamples();
  today = pageExamples(run);
});

it('every method has an example (tests/protocol/examples)', () => {
  expect(methodsWithoutExample()).toEqual([]);
});

describe('a result', () => {
  it.each(NAMES.filter((name) => EXAMPLES[name] !== undefined))(
    'of %s matches the declared and published schema',
    (method) => {
      const { answer } = run.outcomes.find((outcome) => outcome.method === method) ?? expect.fail('it was not called');
      const refusal = EXAMPLES[method]?.refusal;
      if (refusal !== undefined) return expect(answer.error?.code).toBe(refusal);
      expect(answer.error).toBeUndefined();
      // Results that are published or typed only have a schema that takes anything.
      const schema: TSchema = METHODS[method].result;
      expect([...Compile(schema).Errors(answer.payload)]).toEqual([]);
      expect(publishedViolations(method, answer.payload)).toEqual([]);
    },
  );
});

describe('the protocol page', () => {
  it('shows the current examples (if this fails: npm run generate)', () => {
    expect(Object.keys(shown)).toEqual(NAMES);
    for (const method of NAMES)
      expect({ method, ...outlineOf(shown[method]) }).toEqual({ method, ...outlineOf(today[method]) });
  });

  it.each(NAMES)('shows %s with the current types of its fields', (method) => {
    const shape = shapeOf([shown[method]], false, ALL_REQUIRED);
    const found = differences(shape, today[method]);
    // Fields deeper down come and go with time; those that are there keep their type.
    expect(found.filter((difference) => !difference.endsWith(': missing'))).toEqual([]);
  });
});

/** The names of fields: values are those of one run, and some fields deeper down come and go with time. */
function outlineOf(example: PageExample | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(example ?? {}).map(([name, value]) => [name, namesOf(value)]));
}

function namesOf(value: unknown): unknown {
  if (Array.isArray(value)) return 'list';
  return typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : typeof value;
}
