// The limits of a session as a form.
import { CONTEXT_PARTS, MAX_CONTEXT_TOKENS, type ContextPart, type ContextSettings } from '#contract/types/context.ts';

/** What a person entered. */
export type LimitsDraft = Readonly<Record<ContextPart | 'paths', string>>;

/** The settings as texts. */
export function toLimitsDraft({ paths, ...limits }: ContextSettings): LimitsDraft {
  const texts = CONTEXT_PARTS.map((part) => [part, String(limits[part])] as const);
  // One entry for each part.
  return { ...(Object.fromEntries(texts) as Record<ContextPart, string>), paths: paths.join('\n') };
}

/** Whether a limit can be saved. */
export function isValidLimit(text: string): boolean {
  return /^\d{1,6}$/.test(text.trim()) && Number(text) <= MAX_CONTEXT_TOKENS;
}

/** The values that differ from those in effect, added to the session's own ones. */
export function changedLimits(draft: LimitsDraft, settings: ContextSettings, own: Partial<ContextSettings>) {
  const { paths: ownPaths, ...ownLimits } = own;
  const changed = CONTEXT_PARTS.filter((part) => Number(draft[part]) !== settings[part]);
  const limits = Object.fromEntries(changed.map((part) => [part, Number(draft[part])]));
  const lines = draft.paths.split('\n').map((line) => line.trim());
  const paths = lines.filter((line) => line !== '');
  const isSame = paths.join('\n') === settings.paths.join('\n');
  const kept = ownPaths === undefined ? {} : { paths: [...ownPaths] };
  return { ...ownLimits, ...kept, ...limits, ...(isSame ? {} : { paths }) };
}
