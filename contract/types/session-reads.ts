// Looks at sessions: the types.

/** The first lines of a session. */
export interface SessionPreview {
  /** As it was asked. */
  readonly key: string;
  readonly status: 'ok' | 'empty' | 'missing';
  readonly items: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}
