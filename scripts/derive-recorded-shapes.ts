// Writes tests/protocol/recorded/shapes.json: the shapes of responses recorded from an OpenClaw gateway, without their text.
// `node scripts/derive-recorded-shapes.ts <folder of transcripts>`
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { shapeOf } from '#tests/protocol/recorded/shape.ts';
import { isRefusal, observationsOf } from '#tests/protocol/recorded/traffic.ts';
import { readHttpTranscript, readTranscripts } from '#tests/protocol/recorded/transcripts.ts';

import { PROJECT_ROOT } from './project-root.ts';
import { publishedOptionalFields } from './published-optional.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Usage: node scripts/derive-recorded-shapes.ts <folder of transcripts>');

const optional = publishedOptionalFields();
const values = new Map<string, unknown[]>();
for (const { label, value } of [...readTranscripts(folder).flatMap(observationsOf), ...readHttpTranscript(folder)])
  values.set(label, [...(values.get(label) ?? []), value]);
const shapes = [...values].map(([label, seen]) => [label, shapeOf(seen, isRefusal(label), optional)] as const);
const lines = shapes
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .map(([label, shape]) => `  ${JSON.stringify(label)}: ${JSON.stringify(shape)}`);
writeFileSync(join(PROJECT_ROOT, 'tests/protocol/recorded/shapes.json'), `{\n${lines.join(',\n')}\n}\n`);
