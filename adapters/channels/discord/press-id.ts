// IDs of components. Those of Gatehouse start with what they are, so that others are ignored.

/** A component. */
export interface ComponentId {
  /** `form`: pressing it opens a form, and sending that is the press. */
  readonly kind: 'button' | 'form';
  readonly data: string;
}

const PREFIXES = { button: 'g:', form: 'f:' } as const;

/** Text that Discord keeps. */
export function formatComponentId({ kind, data }: ComponentId): string {
  return PREFIXES[kind] + data;
}

/** Reads it; undefined if it isn't one of Gatehouse. */
export function parseComponentId(text: unknown): ComponentId | undefined {
  if (typeof text !== 'string') return undefined;
  for (const kind of ['button', 'form'] as const)
    if (text.startsWith(PREFIXES[kind])) return { kind, data: text.slice(PREFIXES[kind].length) };
  return undefined;
}
