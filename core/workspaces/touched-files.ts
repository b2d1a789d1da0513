// The files that a session read and changed, from its tool calls.
import type { Item } from '#contract/sessions/session-view.ts';

/** How a session used a file. */
export type Touch = 'read' | 'modified';

const TOUCHES: Readonly<Record<string, Touch>> = { read: 'read', write: 'modified', edit: 'modified' };

/** Paths (relative to the workspace) with their last use, changed ones first. */
export function touchedFiles(items: readonly Item[], workspace: string): ReadonlyMap<string, Touch> {
  const touched = new Map<string, Touch>();
  for (const item of items) {
    if (item.kind !== 'assistant') continue;
    for (const call of item.calls) {
      const touch = TOUCHES[call.name];
      const path = relativePath(call.details?.['path'] ?? call.input['path'], workspace);
      if (touch === undefined || path === undefined || call.state !== 'done') continue;
      if (touched.get(path) !== 'modified') touched.set(path, touch);
    }
  }
  return new Map([...touched].sort(([, a], [, b]) => (a === b ? 0 : a === 'modified' ? -1 : 1)));
}

function relativePath(path: unknown, workspace: string): string | undefined {
  if (typeof path !== 'string' || path === '') return undefined;
  if (path.startsWith(`${workspace}/`)) return path.slice(workspace.length + 1);
  return path.startsWith('/') ? undefined : path.replace(/^\.\//, '');
}
