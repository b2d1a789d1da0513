/** The last lines of a session. */
export interface SessionPreview {
  /** The key as requested. */
  readonly key: string;
  readonly status: 'ok' | 'empty' | 'missing';
  readonly items: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
}
