// From the params of `sessions.patch` to what changes in the stored facts; `null` clears.
import type { MethodParams } from '#contract/methods.ts';
import type { SessionRecord } from '#core/ports/store.ts';

type Patch = { -readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined };

/** Names that are the same on both sides. */
const SAME = ['model', 'icon', 'color', 'category', 'thinkingLevel', 'permissionMode'] as const;

/** The change; fields that are absent in `params` stay as they are. */
export function recordPatch(params: MethodParams<'sessions.patch'>, now: number): Patch {
  const patch: Patch = {};
  for (const name of SAME) {
    const value = params[name];
    // The schema of the params gives each of these fields the type of its namesake, or null.
    if (value !== undefined) Object.assign(patch, { [name]: value === null ? undefined : value });
  }
  if (params.label !== undefined) patch.title = params.label ?? undefined;
  if (typeof params.pinned === 'boolean') patch.pinnedAt = params.pinned ? now : undefined;
  if (typeof params.archived === 'boolean') patch.archivedAt = params.archived ? now : undefined;
  if (typeof params.unread === 'boolean') patch.unread = params.unread;
  return patch;
}
