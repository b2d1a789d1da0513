import { describe, expect, it } from 'vitest';
import type { AssistantItem, Item, ToolCallView } from '#contract/sessions/session-view.ts';
import { parseUnifiedDiff } from '../../design/diff-lines.ts';
import { ownEdits } from './own-edits.ts';

const diff = (path: string, line: string) => `--- a/${path}\n+++ b/${path}\n@@ -1,1 +1,1 @@\n-old\n+${line}\n`;
const call = (details: Readonly<Record<string, unknown>>, state: ToolCallView['state'] = 'done'): ToolCallView => ({
  callId: `${Math.random()}`,
  name: 'edit',
  input: {},
  state,
  details,
});
const said = (...calls: readonly ToolCallView[]): Item =>
  ({
    kind: 'assistant',
    id: 'm',
    seq: 1,
    ts: 0,
    runId: 'r',
    content: [],
    stopReason: 'toolUse',
    provider: 'p',
    model: 'm',
    calls,
  }) satisfies AssistantItem;

describe('own edits', () => {
  it('combines the edits of a file and counts their lines', () => {
    const edits = ownEdits([
      said(call({ path: 'a.ts', diff: diff('a.ts', 'one'), added: 1, removed: 1, created: true })),
      said(
        call({ path: 'b.ts', diff: diff('b.ts', 'x'), added: 1, removed: 1 }),
        call({ path: 'a.ts', diff: diff('a.ts', 'two'), added: 1, removed: 1 }),
      ),
    ]);
    expect(edits.map((file) => [file.path, file.status, file.additions, file.deletions])).toEqual([
      ['a.ts', 'added', 2, 2],
      ['b.ts', 'modified', 1, 1],
    ]);
    expect(parseUnifiedDiff(edits[0]?.patch ?? '').map((file) => file.additions)).toEqual([1, 1]);
  });

  it('omits calls that failed, were denied, or changed no file', () => {
    expect(
      ownEdits([
        said(call({ path: 'a', diff: diff('a', 'x') }, 'denied'), call({ path: 'a', diff: '' }), call({ exitCode: 0 })),
      ]),
    ).toEqual([]);
  });
});
