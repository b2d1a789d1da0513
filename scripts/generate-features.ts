// Writes docs/features.json and docs/features.md. Fails if a capability is marked as done without a test.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findViolations, joinCapabilities, readAreas, readProofs } from './features/capabilities.ts';
import { featuresJson, featuresPage } from './features/features-page.ts';
import { PROJECT_ROOT } from './project-root.ts';

/** The generated files by path. Throws when the list and the tests contradict each other. */
export function featureFiles(): Readonly<Record<string, string>> {
  const [areas, proofs] = [readAreas(), readProofs()];
  const violations = findViolations(areas, proofs);
  if (violations.length > 0) throw new Error(violations.join('\n'));
  const rows = joinCapabilities(areas, proofs);
  return { 'docs/features.json': featuresJson(rows), 'docs/features.md': featuresPage(rows) };
}

if (process.argv[1] === import.meta.filename) {
  for (const [path, text] of Object.entries(featureFiles())) writeFileSync(join(PROJECT_ROOT, path), text);
}
