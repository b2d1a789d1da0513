import { describe, expect, it } from 'vitest';
import { parseUnifiedDiff, plainText } from './diff-lines.ts';

const ONE = `--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@
 const a = 1;
-const name = 'old';
+const name = 'new';
 end();
@@ -20,2 +20,3 @@ function run() {
 x
+y
 z
`;

describe('unified diff', () => {
  it('numbers and counts the lines of both sides', () => {
    const [file] = parseUnifiedDiff(ONE);
    expect(file).toMatchObject({ path: 'src/a.ts', additions: 2, deletions: 1, binary: false });
    expect(file?.hunks.map((hunk) => [hunk.skipped, hunk.heading])).toEqual([
      [0, ''],
      [16, 'function run() {'],
    ]);
    expect(file?.hunks[0]?.lines.map((line) => [line.kind, line.oldNumber, line.newNumber])).toEqual([
      ['context', 1, 1],
      ['remove', 2, undefined],
      ['add', undefined, 2],
      ['context', 3, 3],
    ]);
  });

  it('marks only the words that differ', () => {
    const lines = parseUnifiedDiff(ONE)[0]?.hunks[0]?.lines ?? [];
    expect(lines[1]?.spans).toEqual([
      { text: "const name = '", mark: false },
      { text: 'old', mark: true },
      { text: "';", mark: false },
    ]);
    expect(lines[2]?.spans.find((span) => span.mark)?.text).toBe('new');
  });

  it('does not mistake a removed line for a file header', () => {
    const files = parseUnifiedDiff('--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,1 @@\n--- a comment\n keep\n');
    expect(files).toHaveLength(1);
    expect(files[0]?.hunks[0]?.lines.map(plainText)).toEqual(['-- a comment', 'keep']);
  });

  it('parses multiple files, including new, deleted, and binary ones', () => {
    const text = `diff --git a/n.txt b/n.txt
new file mode 100644
--- /dev/null
+++ b/n.txt
@@ -0,0 +1,2 @@
+one
+two
\\ No newline at end of file
diff --git a/gone b/gone
--- a/gone
+++ /dev/null
@@ -1 +0,0 @@
-bye
diff --git a/i.png b/i.png
Binary files a/i.png and b/i.png differ
`;
    expect(parseUnifiedDiff(text).map((file) => [file.path, file.additions, file.deletions, file.binary])).toEqual([
      ['n.txt', 2, 0, false],
      ['gone', 0, 1, false],
      ['i.png', 0, 0, true],
    ]);
  });

  it("returns nothing for text that isn't a diff, and accepts a truncated one", () => {
    expect(parseUnifiedDiff('hello\nworld')).toEqual([]);
    expect(parseUnifiedDiff('@@ -1,9 +1,9 @@\n a')[0]?.hunks[0]?.lines).toHaveLength(1);
  });
});
