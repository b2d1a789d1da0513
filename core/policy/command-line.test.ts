import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { parseLine } from './command-line.ts';

describe('a command line', () => {
  it.each([
    ['ls', ['ls']],
    ['ls -la src', ['ls', '-la', 'src']],
    ['  git   status  ', ['git', 'status']],
    ["echo 'a; rm -rf b'", ['echo', 'a; rm -rf b']],
    ['echo "a | b"', ['echo', 'a | b']],
    ["echo a'b'c", ['echo', 'abc']],
    ["echo ''", ['echo', '']],
    ['grep -n "foo bar" a.txt', ['grep', '-n', 'foo bar', 'a.txt']],
    ['echo grüße', ['echo', 'grüße']],
    ['git log HEAD..main', ['git', 'log', 'HEAD..main']],
    ["echo '$HOME'", ['echo', '$HOME']],
  ])('%s is split into words', (line, words) => {
    expect(parseLine(line)).toEqual({ ok: true, words });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['a && b', 'list'],
    ['a ; b', 'list'],
    ['a | b', 'pipe'],
    ['a &', 'background'],
    ['a > b', 'redirection'],
    ['a < b', 'redirection'],
    ['a 2>&1', 'redirection'],
    ['echo $HOME', 'variable'],
    ['echo "$HOME"', 'variable'],
    ['echo `id`', 'substitution'],
    ['echo "`id`"', 'substitution'],
    ['echo $(id)', 'variable'],
    ['(id)', 'group'],
    ['{ id; }', 'brace'],
    ['ls *.ts', 'pattern'],
    ['ls -*', 'pattern'],
    ['ls a?', 'pattern'],
    ['ls [ab]', 'pattern'],
    ['cp {a,b}', 'brace'],
    ['ls ~', 'home'],
    ['! ls', 'history'],
    ['echo "wow!"', 'history'],
    ['echo a\\ b', 'escaped'],
    ['echo "a\\"b"', 'escaped'],
    ['a\nb', 'more than one line'],
    ['a\rb', 'more than one line'],
    ["echo 'open", 'not closed'],
    ['echo # x', 'comment'],
    ['=ls', 'special'],
    ['ls\u0000', 'control'],
    ['ls\u001b[2J', 'control'],
    ['ls\u200b', 'invisible'],
    ['ls \u202etxt', 'invisible'],
    ['ls\ufeff', 'invisible'],
    [`echo ${'a'.repeat(17_000)}`, '16 KiB'],
  ])('%j is rejected with a reason', (line, why) => {
    const parsed = parseLine(line);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.reason).toContain(why);
  });

  it('is parsed in linear time', () => {
    const lines = ["'".repeat(16_000), '"a"'.repeat(5_000), 'a '.repeat(8_000), '\u200b'.repeat(16_000)];
    expectCpuTimeBelow(50, () => lines.map((line) => parseLine(line)));
  });
});
