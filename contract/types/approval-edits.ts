// Edits of pending approvals: a person changes what is about to run, before allowing it once.

/** The parts of a call that can be edited, named like the inputs of the tools. */
export const EDITABLE_PARTS = ['command', 'cwd', 'url', 'content', 'newText'] as const;

/** A part of a call that can be edited. */
export type EditablePart = (typeof EDITABLE_PARTS)[number];

/** New values, by part. Parts that are left out stay as requested. */
export type EditedParts = { readonly [P in EditablePart]?: string };

/** Longest edited command or URL, characters: the policy doesn't read longer command lines. */
export const MAX_EDITED_LINE = 16 * 1024;

/** Longest edited content of a file, characters. */
export const MAX_EDITED_CONTENT = 1_000_000;

/** The current value of a part. */
export interface EditableValue {
  readonly part: EditablePart;
  readonly value: string;
}

/** One changed part. */
export interface PartChange {
  readonly part: EditablePart;
  readonly before: string;
  readonly after: string;
}
