import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { protocolPage } from '#scripts/generate-docs.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

it('docs/protocol.md matches the declarations', () => {
  expect(readFileSync(join(PROJECT_ROOT, 'docs/protocol.md'), 'utf8')).toBe(protocolPage());
});
