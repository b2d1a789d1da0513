// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { parseLine } from './command-line.ts';
import { findReadFiles, READ_ONLY_COMMANDS } from './read-only-commands.ts';
import { isSecretFile } from './secret-files.ts';

/** Commands, two spaces apart. */
const list = (text: string): readonly string[] =>
  text
    .trim()
    .split(/ {2,}|\n\s*/)
    .map((command) => command.trim());

const find = (line: string) => {
  const parsed = parseLine(line);
  return parsed.ok ? findReadFiles(parsed.words) : undefined;
};

describe('the preset of read-only commands', () => {
  it.each([
    ['ls -la src', ['src']],
    ['head -n 5 a.txt', ['5', 'a.txt']],
    ["rg -n 'a|/etc' src", ['src']],
    ['rg --files src', ['src']],
    ["rg -g '*.ts' word src", ['word', 'src']],
    ['rg --max-count=3 x', []],
    ['grep -in "a b" a.txt b.txt', ['a.txt', 'b.txt']],
    ['git diff --stat HEAD -- src', ['HEAD', 'src']],
    ['git log --max-count=12 -p', []],
    ['git branch -vv', []],
    ['echo /etc ..', []],
  ])('contains "%s" and finds its files', (line, files) => {
    expect(find(line)).toEqual(files);
  });

  it.each(
    list(`
        rg --pre sh x  rg --pre=sh x  rg -f list x  rg -z x  rg -L x  rg --hidden x  rg -uu x  rg -.
        rg --search-zip x  rg --hostname-bin=sh x  rg --files ../x  rg -e x a  rg -nf list  rg --context=x y
        grep -r x  grep -R x  grep -f list x  ls -L  tail -f a  stat -L a  du -L  du -H a  cat -  git branch new
        git branch -D x  git diff --ext-diff  git diff -O x  git log -m  git log -L 1,2:a  git show --textconv
        git -c a=b log  git -C a log  git  git log --max-count=x  git status -- ../x  cat ../a  cat a/../../b
        cat @a  git log :/x  git show a:../b  ls --al  ls --all=x  constructor  git log @{1}  pwd a  find .
        sort a  date  env  head --lines=  ls ---all
      `),
  )('does not contain "%s"', (line) => {
    expect(find(line)).toBeUndefined();
  });

  it('lists no command twice, and options that exist', () => {
    const names = READ_ONLY_COMMANDS.map(({ command }) => command);
    expect(new Set(names).size).toBe(names.length);
    for (const option of READ_ONLY_COMMANDS.flatMap(({ options }) => options))
      expect(option).toMatch(/^(-[A-Za-z0-9#]|--[a-z-]+(=[a-z0-9#]+)?)$/);
  });
});

describe('a file of secrets', () => {
  it.each([
    '.env',
    'a/.ENV',
    '.env.local',
    '.ssh/config',
    'x/id_rsa',
    'a.pem',
    '.git/config',
    'HEAD:.env',
    'secrets.yaml',
  ])('%s is one', (file) => {
    expect(isSecretFile(file)).toBe(true);
  });

  it.each(['.env.example', 'environment.ts', 'README.md', '.gitignore', '.github/workflows/ci.yml', 'src/secrets.ts'])(
    '%s is not one',
    (file) => {
      expect(isSecretFile(file)).toBe(false);
    },
  );
});
