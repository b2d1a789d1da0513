import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { markWords, unifiedDiff } from './unified-diff.ts';

describe('unified diff', () => {
  it('shows changes with surrounding lines', () => {
    const before = Array.from({ length: 20 }, (_, n) => `line ${n}`).join('\n');
    const diff = unifiedDiff('a.txt', before, before.replace('line 10', 'LINE 10'));
    expect(diff).toMatchObject({ added: 1, removed: 1 });
    expect(diff.text).toBe(
      '--- a/a.txt\n+++ b/a.txt\n@@ -8,7 +8,7 @@\n line 7\n line 8\n line 9\n-line 10\n+LINE 10\n line 11\n line 12\n line 13\n',
    );
  });

  it('covers a new file, no change, and two separate changes', () => {
    expect(unifiedDiff('n', '', 'a\nb\n')).toEqual({
      text: '--- /dev/null\n+++ b/n\n@@ -0,0 +1,2 @@\n+a\n+b\n',
      added: 2,
      removed: 0,
    });
    expect(unifiedDiff('n', 'same\n', 'same\n').text).toBe('');
    const many = Array.from({ length: 40 }, (_, n) => `${n}`);
    const changed = many.with(2, 'two').with(35, 'x');
    expect(unifiedDiff('n', many.join('\n'), changed.join('\n')).text.match(/@@ /g)).toHaveLength(2);
  });

  it('shows line endings only where they are not the same everywhere', () => {
    expect(unifiedDiff('n', 'a\r\nb\r\n', 'a\r\nc\r\n').text).toContain(' a\n-b\n+c\n');
    expect(unifiedDiff('n', 'a\n', 'a\r\n').text).toContain('-a\n+a\r\n');
  });

  it('writes the name of the file as it is, on one line', () => {
    expect(unifiedDiff('Über.md', 'a', 'b').text).toMatch(/^--- a\/Über\.md\n\+\+\+ b\/Über\.md\n@@/);
    expect(unifiedDiff('x\n+++ b/y', 'a', 'b').text).toMatch(/^--- a\/x\\u\{a\}\+\+\+ b\/y\n\+\+\+ b\/x/);
  });

  it('of huge texts is limited in time and size', () => {
    const a = Array.from({ length: 50_000 }, (_, n) => `a ${n}`).join('\n');
    const b = Array.from({ length: 50_000 }, (_, n) => `b ${n}`).join('\n');
    expect(unifiedDiff('n', a, b).text.length).toBeLessThan(101_000);
    expectCpuTimeBelow(500, () => unifiedDiff('n', a, b));
  });

  it('of a long text with many edits keeps its unchanged start and end', () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${n}`);
    const edited = lines.map((line, n) => (n < 5000 || n >= 15_000 ? line : `${line}!`));
    const diff = unifiedDiff('n', lines.join('\n'), edited.join('\n'));
    expect(diff).toMatchObject({ added: 10_000, removed: 10_000 });
    expect(diff.text).toMatch(/^--- a\/n\n\+\+\+ b\/n\n@@ -5001,10000 \+5001,10000 @@\n-line 5000\n/);
  });

  it('reports a missing newline at the end', () => {
    expect(unifiedDiff('n', 'a', 'a\n').text).toContain('\\ No newline at end of file');
  });
});

describe('changed words', () => {
  it('are marked', () => {
    expect(markWords("const name = 'old';", "const name = 'new';")).toEqual({
      before: [
        { text: "const name = '", mark: false },
        { text: 'old', mark: true },
        { text: "';", mark: false },
      ],
      after: [
        { text: "const name = '", mark: false },
        { text: 'new', mark: true },
        { text: "';", mark: false },
      ],
    });
  });

  it('are not marked if all words differ or the line is long', () => {
    expect(markWords('if (x) go();', 'for (y) run();')).toBeUndefined();
    expect(markWords(`a ${'x'.repeat(3000)}`, `b ${'x'.repeat(3000)}`)).toBeUndefined();
  });

  it('are found quickly on long lines without a common word', () => {
    expectCpuTimeBelow(500, () => markWords('a '.repeat(1000), 'b '.repeat(1000)));
  });
});
