// Writes docs/method-examples.json (one real call of each method to a sample host) and docs/gatehouse.example.json5.
// Run it after adding an example or a configuration key.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { EXAMPLES_FILE, pageExamples } from '#tests/protocol/examples/page-examples.ts';
import { runExamples } from '#tests/protocol/examples/run-examples.ts';

import { compactJson } from './compact-json.ts';
import { exampleConfiguration } from './example-configuration.ts';
import { PROJECT_ROOT } from './project-root.ts';

writeFileSync(EXAMPLES_FILE, `${compactJson(pageExamples(await runExamples()))}\n`);
writeFileSync(join(PROJECT_ROOT, 'docs/gatehouse.example.json5'), exampleConfiguration());
