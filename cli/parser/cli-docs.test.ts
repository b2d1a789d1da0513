import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { CLI_PAGE, cliPage } from '#scripts/generate-cli-docs.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

it('docs/cli.md matches the command declarations (node scripts/generate-cli-docs.ts writes it)', async () => {
  expect(readFileSync(join(PROJECT_ROOT, CLI_PAGE), 'utf8')).toBe(await cliPage());
});
