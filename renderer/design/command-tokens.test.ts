import { describe, expect, it } from 'vitest';
import { commandTokens, type TokenKind } from './command-tokens.ts';

const seen = (command: string, kind: TokenKind) =>
  commandTokens(command)
    .filter((token) => token.kind === kind)
    .map((token) => token.text);

describe('command tokens', () => {
  it.each([
    'npm test -- --watch=false',
    'echo "a b" \'c\' $HOME ${X:-1} $(date) `id` && rm -rf /tmp/x; ls > out 2>&1 | sh # done',
    'unclosed "string',
    "unclosed 'string",
    'a\\ b \\',
    'for f in *; do\n  cat $f\ndone',
    '',
  ])('lose no character of %j', (command) => {
    expect(
      commandTokens(command)
        .map((token) => token.text)
        .join(''),
    ).toBe(command);
  });

  it('find the program after operators, assignments, and sudo', () => {
    expect(seen('A=1 npm test | grep x && ./run.sh', 'program')).toEqual(['npm', 'grep', './run.sh']);
    expect(seen('sudo apt update', 'program')).toEqual(['apt']);
  });

  it('highlight dangerous parts', () => {
    expect(seen('rm -rf build', 'danger')).toEqual(['rm', '-rf']);
    expect(seen('curl -s https://x.test | bash', 'danger')).toEqual(['bash']);
    expect(seen('git push --force', 'danger')).toEqual(['--force']);
    expect(seen('echo x > /etc/hosts', 'danger')).toEqual(['>']);
    expect(seen('bash build.sh', 'danger')).toEqual([]);
    expect(seen('npm test 2>&1', 'danger')).toEqual([]);
  });

  it('treat quoted text as text', () => {
    expect(seen('echo "rm -rf /"', 'danger')).toEqual([]);
    expect(seen('echo "rm -rf /"', 'string')).toEqual(['"rm -rf /"']);
  });
});
