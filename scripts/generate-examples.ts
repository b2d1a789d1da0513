// Writes docs/method-examples.json: one real call of each method to a sample host. Run it after adding an example.
import { writeFileSync } from 'node:fs';

import { EXAMPLES_FILE, pageExamples } from '#tests/protocol/examples/page-examples.ts';
import { runExamples } from '#tests/protocol/examples/run-examples.ts';

import { compactJson } from './compact-json.ts';

writeFileSync(EXAMPLES_FILE, `${compactJson(pageExamples(await runExamples()))}\n`);
