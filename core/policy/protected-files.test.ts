import { describe, expect, it } from 'vitest';
import { isControlFile } from './control-files.ts';
import { isProtected, PROTECTED_FILES, PROTECTED_FOLDERS } from './protected-files.ts';

describe('protected files', () => {
  it('are control files', () => {
    for (const name of [...PROTECTED_FILES, ...PROTECTED_FOLDERS]) expect(isControlFile(name), name).toBe(true);
  });

  it('include settings that exist, in any spelling', () => {
    for (const name of ['.env', '.env.local', '.github', 'lefthook.yml', 'mise.toml', '.VSCode', '.BashRC', 'gradlew'])
      expect(isProtected(name), name).toBe(true);
  });

  it('do not include what builds write', () => {
    for (const name of [
      '.next',
      '.venv',
      '.cache',
      '.coverage',
      '.eslintcache',
      '.turbo',
      'dist',
      'package.json',
      '.git',
    ])
      expect(isProtected(name), name).toBe(false);
  });
});
