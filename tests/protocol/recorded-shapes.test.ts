// What real clients were recorded to send is sent to our gateway, and what it answers has the shape of what was recorded.
// The shapes come from `node scripts/derive-recorded-shapes.ts <transcripts>`; they hold no text of the recordings.
// Proves: GW-1, QA-1
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENTS } from '#contract/wire/events.ts';
import { METHODS } from '#contract/methods/registry.ts';
import { DEVIATIONS } from './recorded/deviations.ts';
import { runReplays, type Heard } from './recorded/run-replays.ts';
import { differences, type Shape } from './recorded/shape.ts';

// Written by our own script.
const SHAPES = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded/shapes.json'), 'utf8')) as Readonly<
  Record<string, Shape>
>;
const LABELS = Object.keys(SHAPES).filter(isOurs);
let heard: Heard;

beforeAll(async () => {
  heard = await runReplays();
});

/** What we do not declare is absent from the greeting, and clients leave it alone. */
function isOurs(label: string): boolean {
  const [kind, name = ''] = label.split(' ');
  if (kind === 'result') return name in METHODS;
  if (kind === 'event') return name in EVENTS || name === 'connect.challenge';
  const method = kind === 'error' ? label.split(' ').at(-2) : undefined;
  return (
    method === undefined ||
    method in METHODS ||
    !/^[a-z]+\.[a-zA-Z.]+$/.test(method) ||
    /node\.event|no\.such/.test(method)
  );
}

/** The name of a difference: its label and path, without what was there instead. */
function differencesOf(label: string): readonly string[] {
  const shape = SHAPES[label] ?? expect.fail(`no shape of ${label}`);
  const found = (heard.get(label) ?? []).flatMap((value) => differences(shape, value));
  return [...new Set(found)].map((difference) => `${label}: ${difference}`);
}

const deviations = DEVIATIONS.flatMap(({ differs = [] }) => differs);
const nevers = new Set(DEVIATIONS.flatMap(({ never = [] }) => never));
const sometimes = new Set(DEVIATIONS.flatMap((deviation) => deviation.sometimes ?? []));

function isAllowed(difference: string): boolean {
  return deviations.some((deviation) => covers(deviation, difference));
}

/** `label*: path` covers `label…: path: why`. */
function covers(deviation: string, difference: string): boolean {
  const [label = '', path = ''] = deviation.split(': ');
  const [other = '', where = ''] = difference.split(': ');
  return where === path && (label.endsWith('*') ? other.startsWith(label.slice(0, -1)) : other === label);
}

describe('a recorded shape', () => {
  it.each(LABELS.filter((label) => !nevers.has(label)))('of %s matches', (label) => {
    expect(heard.has(label) || sometimes.has(label), 'it was never heard').toBe(true);
    expect(differencesOf(label).filter((difference) => !isAllowed(difference))).toEqual([]);
  });
});

describe('a deviation', () => {
  it.each(DEVIATIONS.map(({ why }) => why))('still applies: %s', (why) => {
    const { never = [], differs = [] } = DEVIATIONS.find((one) => one.why === why) ?? {};
    expect(never.filter((label) => heard.has(label) || !(label in SHAPES))).toEqual([]);
    const found = LABELS.flatMap(differencesOf);
    expect(differs.filter((one) => !found.some((difference) => covers(one, difference)))).toEqual([]);
  });
});
